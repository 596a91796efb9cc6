package dev.dormouse.onnx;

import ai.onnxruntime.OrtException;
import dev.dormouse.plan.Options;
import java.nio.file.Path;
import java.util.Map;

/** The program of a {@link ProbeProcess}: loads one model. That it ends in good order is all that it has to say. */
final class Probe {
    private Probe() {}

    public static void main(String[] arguments) {
        Options options = new Options(Map.of("device", arguments[1]));
        try {
            OrtSessions.open(Path.of(arguments[0]), options).close();
        } catch (OrtException | RuntimeException e) {
            // a refusal in good order comes again, with its words, when the step is opened
            System.exit(0);
        }
        System.exit(0);
    }
}
