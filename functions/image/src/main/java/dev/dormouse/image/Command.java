package dev.dormouse.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A short-lived tool of this machine, run to its end. */
record Command(int status, String output) {
    /** No tool takes so long; one that does waits for something that does not come. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    static Command run(List<String> words) throws IOException {
        return run(words, LIMIT);
    }

    /** @throws IOException if it cannot be started, or is not done in time; it is ended then */
    static Command run(List<String> words, Duration limit) throws IOException {
        Path output = Files.createTempFile("dormouse-tool", ".txt");
        Process process = null;
        try {
            process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(words.get(0) + " was not done after " + limit.toSeconds() + " s");
            }
            String said = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
            return new Command(process.exitValue(), said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(words.get(0) + " was interrupted", e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
            Files.deleteIfExists(output);
        }
    }

    boolean succeeded() {
        return status == 0;
    }
}
