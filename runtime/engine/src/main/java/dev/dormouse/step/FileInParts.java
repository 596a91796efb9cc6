package dev.dormouse.step;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * For kinds whose file may keep a part of its data in other files in or below its own folder. The compiler makes one
 * file of them all, so that a plan, a lock and an image have one with one digest, and a function opens no other.
 */
public interface FileInParts {
    /** The option that names the file. */
    String SOURCE = "source";

    /**
     * The other files, as the file names them: relative to its folder, and not leading out of it by their names. Empty
     * when it stands alone, or cannot be read at all, which {@link StepKind#inputs} tells.
     *
     * @throws ArtifactException if it names others that it must not
     */
    List<String> parts(Path file);

    /**
     * Writes the one file.
     *
     * @param parts where the other files lie, by their names
     * @throws ArtifactException if they are not what the file says of them
     */
    void join(Path file, Map<String, Path> parts, OutputStream to) throws IOException;
}
