package dev.dormouse.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A short-lived tool of this machine, run to its end. */
record Command(int status, String output) {

    static Command run(List<String> words) throws IOException {
        return run(words, Path.of("").toAbsolutePath());
    }

    static Command run(List<String> words, Path folder) throws IOException {
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            return new Command(process.waitFor(), output);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(words.get(0) + " was interrupted", e));
        }
    }

    boolean succeeded() {
        return status == 0;
    }
}
