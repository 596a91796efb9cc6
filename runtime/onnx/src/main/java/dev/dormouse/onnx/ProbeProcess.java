package dev.dormouse.onnx;

import ai.onnxruntime.OrtSession;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import dev.dormouse.step.StepKind;
import dev.dormouse.tensor.Tensor;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Loads a model in a process of its own: a broken one can end the process, by a stack that overflows in C++ say. */
final class ProbeProcess {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int SIGNALLED = 128;
    private static final String NATIVES = "onnxruntime.native.path";

    private ProbeProcess() {}

    /**
     * Waits until it is loaded or refused in good order.
     *
     * @throws ArtifactException if ONNX Runtime ends its process because of it
     */
    static void load(Path model, Device device) {
        try {
            int status = run(model, device);
            if (status != 0) {
                String how = status > SIGNALLED ? "signal " + (status - SIGNALLED) : "exit status " + status;
                throw new ArtifactException(
                        Reason.UNREADABLE,
                        "ONNX Runtime ends its process on loading " + model.getFileName() + " (" + how + ")",
                        "export the model once more; if onnxruntime.InferenceSession in Python ends in the same way,"
                                + " it is the model");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int run(Path model, Device device) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(model, device))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
        Process process = builder.start();
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

    private static List<String> command(Path model, Device device) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:+SuppressFatalErrorMessage",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir")));
        String natives = System.getProperty(NATIVES);
        if (natives != null) {
            command.add("-D" + NATIVES + "=" + natives);
        }
        command.addAll(List.of(
                "-cp",
                classPath(),
                Probe.class.getName(),
                model.toAbsolutePath().toString(),
                device.name()));
        return command;
    }

    private static String classPath() {
        return Stream.of(ProbeProcess.class, StepKind.class, Tensor.class, OrtSession.class)
                .map(ProbeProcess::place)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String place(Class<?> type) {
        try {
            URI uri = type.getProtectionDomain().getCodeSource().getLocation().toURI();
            return Path.of(uri).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
