package dev.dormouse.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a command will write, checked before it makes what goes into it. */
final class OutputFile {
    private OutputFile() {}

    /** @throws CommandFailure if it is a folder, or in none that may be written to */
    static void check(Path file, String option) {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder)) {
            throw CommandFailure.unusable(
                    file + " cannot be written: "
                            + (Files.isDirectory(file) ? "it is a folder" : "its folder does not exist"),
                    option + " with a file in a folder that exists");
        }
        if (!Files.isWritable(folder)) {
            throw CommandFailure.unusable(folder + " must not be written to", option + " with a file elsewhere");
        }
    }
}
