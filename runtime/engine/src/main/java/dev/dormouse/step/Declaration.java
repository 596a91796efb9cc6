package dev.dormouse.step;

import dev.dormouse.plan.Options;
import java.nio.file.Path;
import java.util.Map;

/** A step as the manifest declares it: checked options and, for each option that names a file, where the file lies. */
public record Declaration(String stepName, Options options, Map<String, Path> files) {
    public Declaration {
        files = Map.copyOf(files);
    }

    /** The file that the option names. */
    public Path file(String option) {
        Path file = files.get(option);
        if (file == null) {
            throw new IllegalArgumentException("step " + stepName + " has no file '" + option + "'");
        }
        return file;
    }
}
