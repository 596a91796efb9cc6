package dev.dormouse.tensorflow;

import dev.dormouse.step.ArtifactException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The program of a {@link ProbeProcess}: loads one model and ends; what it has to say stands on its standard output. */
final class Probe {
    /** The model was refused in good order: its reason, message and help are the last three lines. */
    static final int REFUSED = 3;

    private Probe() {}

    public static void main(String[] arguments) throws IOException {
        try {
            LoadedModel.load(Path.of(arguments[0])).close();
        } catch (ArtifactException e) {
            say(e.reason().name());
            say(String.valueOf(e.getMessage()));
            say(e.help());
            System.exit(REFUSED);
        }
        System.exit(0);
    }

    private static void say(String text) {
        byte[] line = (text.replaceAll("\\p{Cntrl}", " ") + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(line, 0, line.length);
        System.out.flush();
    }
}
