package dev.dormouse.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.dormouse.plan.Options;
import dev.dormouse.step.ProbeProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The program of a {@link ProbeProcess}: loads one model. That it ends in good order is all that it has to say: a refusal
 * comes again, with its words, when the step is opened.
 */
final class Probe {
    private static final String NATIVES = "onnxruntime.native.path";

    private Probe() {}

    /**
     * Has a process of its own load the model: a broken one can end it, by a stack that overflows in C++ say.
     *
     * @throws dev.dormouse.step.ArtifactException if ONNX Runtime ends its process because of it
     */
    static void in(Path model, Device device) {
        new ProbeProcess(
                        Probe.class,
                        "ONNX Runtime ends its process on loading",
                        "export the model once more; if onnxruntime.InferenceSession in Python ends in the same way,"
                                + " it is the model",
                        OrtSession.class)
                .run(
                        String.valueOf(model.getFileName()),
                        List.of(model.toAbsolutePath().toString(), device.name(), System.getProperty(NATIVES, "")));
    }

    public static void main(String[] arguments) {
        if (!arguments[2].isEmpty()) {
            System.setProperty(NATIVES, arguments[2]);
        }
        Options options = new Options(Map.of("device", arguments[1]));
        try {
            OrtSessions.open(Path.of(arguments[0]), options).close();
        } catch (OrtException | RuntimeException e) {
            System.exit(0);
        }
        System.exit(0);
    }
}
