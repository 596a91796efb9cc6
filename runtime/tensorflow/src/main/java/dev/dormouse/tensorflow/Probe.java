package dev.dormouse.tensorflow;

import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ProbeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The program of a {@link ProbeProcess}: loads one model and ends. */
final class Probe {
    private Probe() {}

    /**
     * Has a program load a model in a process of its own.
     *
     * @throws ArtifactException if TensorFlow refuses it, or ends its process because of it
     */
    static void in(Class<?> program, Path model) {
        String name = SavedModelFiles.of(model).name();
        new ProbeProcess(
                        program,
                        "TensorFlow ends its process on loading",
                        "export the model once more; if tf.saved_model.load in Python ends in the same way, it is the model")
                .run(name, List.of(model.toAbsolutePath().toString()));
    }

    public static void main(String[] arguments) throws IOException {
        try {
            LoadedModel.load(Path.of(arguments[0])).close();
        } catch (ArtifactException e) {
            ProbeProcess.refuse(e);
        }
        System.exit(0);
    }
}
