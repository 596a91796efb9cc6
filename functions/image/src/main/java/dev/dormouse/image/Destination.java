package dev.dormouse.image;

import java.nio.file.Path;

/** Where an image goes. */
public sealed interface Destination {

    /**
     * A registry. Plain http is spoken to this machine's loopback addresses, or anywhere when {@code insecure}.
     *
     * @param reference {@code REGISTRY/NAME:TAG}
     */
    record Registry(String reference, boolean insecure) implements Destination {}

    /**
     * A file: a tar of an OCI image layout, whose digests equal those in a registry.
     *
     * @param name what the image is called in it
     */
    record TarFile(Path file, String name) implements Destination {}
}
