package dev.dormouse.pmml;

import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A checked PMML file.
 *
 * @param name of the file, for messages
 * @param text the whole of it
 * @param inputs the active fields of its model, in the order of its MiningSchema
 * @param sharesState whether PMML4S scores it with state that rows share
 */
record Document(String name, String text, List<ActiveField> inputs, boolean sharesState) {
    /** Of XML; what PMML4S makes of it takes about as much memory. */
    static final long MOST_BYTES = 256L << 20;

    Document {
        inputs = List.copyOf(inputs);
    }

    /**
     * Reads and checks a file.
     *
     * @throws ArtifactException if it is no PMML that can be scored
     */
    static Document read(Path file) {
        return read(String.valueOf(file.getFileName()), bytes(file));
    }

    /** @see #read(Path) */
    static Document read(String name, byte[] bytes) {
        return new DocumentReader(name, bytes).read();
    }

    /** @throws ArtifactException if there are too many */
    static byte[] bytes(Path file) {
        try {
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                throw new ArtifactException(
                        Reason.UNSUPPORTED,
                        file.getFileName() + " has " + (size >> 20) + " MiB; PMML is read up to " + (MOST_BYTES >> 20)
                                + " MiB",
                        "export a smaller model: fewer or shallower trees, or another format");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
