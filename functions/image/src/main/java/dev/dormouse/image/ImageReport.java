package dev.dormouse.image;

import java.util.List;
import java.util.Optional;

/**
 * What came of making an image.
 *
 * @param reference where it is: {@code REGISTRY/NAME@sha256:…}, or the name that it has in a tar
 * @param digest of its manifest, {@code sha256:…}
 * @param notes what a user should know, such as why there is no start-up archive
 */
public record ImageReport(String reference, String digest, Platform platform, List<Layer> layers, List<String> notes) {
    public ImageReport {
        layers = List.copyOf(layers);
        notes = List.copyOf(notes);
    }

    /** The compressed size of all layers. */
    public long size() {
        return layers.stream().mapToLong(Layer::size).sum();
    }

    /** What went over the network for this image, manifest and configuration included; 0 for a tar. */
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
