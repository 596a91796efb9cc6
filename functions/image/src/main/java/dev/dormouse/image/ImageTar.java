package dev.dormouse.image;

import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.image.ImageTarball;
import com.google.common.collect.ImmutableSet;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes an image as a tar of an OCI image layout; the file is whole or not there. */
final class ImageTar {
    private ImageTar() {}

    static void write(AssembledImage image, Destination.TarFile target) throws IOException {
        ImageReference name = name(target.name());
        Path file = target.file().toAbsolutePath();
        Path partial = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".partial");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial), 1 << 16)) {
                new ImageTarball(
                                image.image(),
                                name,
                                ImmutableSet.of(name.getTag().orElse("latest")))
                        .writeTo(out);
            }
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /**
     * The name of an image, read.
     *
     * @throws ImageException if no registry would take it
     */
    static ImageReference name(String text) {
        try {
            return ImageReference.parse(text);
        } catch (InvalidImageReferenceException e) {
            throw new ImageException(
                    ImageException.Reason.NAME,
                    "'" + text
                            + "' is no image name: REGISTRY/NAME:TAG, the name in lower-case letters, digits, . _ - /",
                    e);
        }
    }
}
