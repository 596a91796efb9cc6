package dev.dormouse.image;

import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.image.ImageTarball;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;

/** Writes an image as a tar of an OCI image layout; the file is whole or not there. */
final class ImageTar {
    private ImageTar() {}

    static void write(AssembledImage image, Destination.TarFile target) throws IOException {
        ImageReference name = name(target.name());
        ImmutableSet<String> tags = ImmutableSet.of(name.getTag().orElse("latest"));
        WholeFile.write(target.file(), out -> new ImageTarball(image.image(), name, tags).writeTo(out));
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
