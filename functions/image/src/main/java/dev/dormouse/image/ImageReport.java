package dev.dormouse.image;

import java.util.List;
import java.util.Optional;

/**
 * What came of making an image.
 *
 * @param reference where it is: {@code REGISTRY/NAME@sha256:…}, or the name that it has in a tar
 * @param digest of its manifest, {@code sha256:…}
 * @param layers these, then configuration and manifest, then what was attached to the image without being part of it
 * @param notes what a user should know, such as why there is no start-up archive
 */
public record ImageReport(String reference, String digest, Platform platform, List<Layer> layers, List<String> notes) {
    /** The name of what is attached to an image in a registry, its bill of materials. */
    static final String ATTACHED = "attached bill of materials";

    public ImageReport {
        layers = List.copyOf(layers);
        notes = List.copyOf(notes);
    }

    /** The image's size: compressed layers, configuration and manifest; equal in a registry and in a tar. */
    public long size() {
        return layers.stream()
                .filter(layer -> !layer.name().equals(ATTACHED))
                .mapToLong(Layer::size)
                .sum();
    }

    /** What went over the network for this image, what is attached to it included; 0 for a tar. */
    public long uploaded() {
        return layers.stream()
                .filter(layer -> layer.uploaded().orElse(false))
                .mapToLong(Layer::size)
                .sum();
    }

    /**
     * A layer: what it holds, its compressed size, and whether it was uploaded or already there; empty where nothing is
     * uploaded.
     */
    public record Layer(String name, String digest, long size, Optional<Boolean> uploaded) {}
}
