package dev.dormouse.tensorflow;

import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import dev.dormouse.tensor.Tensor;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Loads a model in a process of its own first: TensorFlow ends the process where an assertion of its C++ code fails. */
final class ProbeProcess {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int SIGNALLED = 128;

    private final List<String> command;

    ProbeProcess(Class<?> program) {
        this.command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                classPath(),
                program.getName());
    }

    /**
     * Waits until it is loaded and freed again.
     *
     * @throws ArtifactException if TensorFlow refuses it, or ends its process because of it
     */
    void load(Path model) {
        String name = SavedModelFiles.of(model).name();
        try {
            Path said = Files.createTempFile("dormouse-probe", ".out");
            Path complained = Files.createTempFile("dormouse-probe", ".err");
            try {
                int status = run(model, said, complained);
                if (status != 0) {
                    throw refusal(name, status, Files.readAllLines(said), Files.readAllLines(complained));
                }
            } finally {
                Files.delete(said);
                Files.delete(complained);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int run(Path model, Path said, Path complained) throws IOException {
        List<String> words = new ArrayList<>(command);
        words.add(model.toAbsolutePath().toString());
        Process process = new ProcessBuilder(words)
                .redirectOutput(said.toFile())
                .redirectError(complained.toFile())
                .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("the model was not loaded within " + PATIENCE.toMinutes() + " minutes");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a model was loaded", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static ArtifactException refusal(String name, int status, List<String> said, List<String> complained) {
        int lines = said.size();
        if (status == Probe.REFUSED && lines >= 3) {
            return new ArtifactException(Reason.valueOf(said.get(lines - 3)), said.get(lines - 2), said.get(lines - 1));
        }
        String why = complained.stream()
                .filter(line -> line.contains("Check failed") || line.contains("Exception") || line.contains("Error"))
                .reduce((first, last) -> last)
                .orElse("it said nothing");
        String how = status > SIGNALLED ? "signal " + (status - SIGNALLED) : "exit status " + status;
        return new ArtifactException(
                Reason.UNREADABLE,
                "TensorFlow ends its process on loading " + name + " (" + how + "): " + why,
                "export the model once more; if tf.saved_model.load in Python ends in the same way, it is the model");
    }

    /** The engine's own entries and what it stands on, or the whole class path where it lies there. */
    private static String classPath() {
        if (!(ProbeProcess.class.getClassLoader() instanceof URLClassLoader own)) {
            return System.getProperty("java.class.path");
        }
        return Stream.concat(
                        Stream.of(own.getURLs()),
                        Stream.of(ArtifactException.class, Tensor.class)
                                .map(type -> type.getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()))
                .map(ProbeProcess::file)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String file(URL url) {
        return Path.of(URI.create(url.toString())).toString();
    }
}
