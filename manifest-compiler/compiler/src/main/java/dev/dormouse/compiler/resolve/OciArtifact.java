package dev.dormouse.compiler.resolve;

import dev.dormouse.plan.PlanJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The layers of an OCI artifact, as its manifest lists them (OCI image specification, "Image Manifest"). */
record OciArtifact(List<Layer> layers) {
    /** Manifests that are asked for. Indexes are among them only to tell them from what is not there. */
    static final String ACCEPT = String.join(
            ", ",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.list.v2+json");

    private static final String TITLE = "org.opencontainers.image.title";
    private static final Pattern DIGEST = Pattern.compile("sha(256:[0-9a-f]{64}|512:[0-9a-f]{128})");

    OciArtifact {
        layers = List.copyOf(layers);
    }

    /**
     * One layer.
     *
     * @param digest {@code sha256:HEX}
     * @param size in bytes
     * @param title the name of the file that it is, if it says so
     */
    record Layer(String digest, long size, Optional<String> title) {}

    /**
     * Reads a manifest.
     *
     * @throws IOException if it is none, or an index of several
     */
    static OciArtifact read(byte[] json) throws IOException {
        Object root;
        try {
            root = PlanJson.decode(json);
        } catch (IllegalArgumentException e) {
            throw new IOException("the registry's manifest is not JSON", e);
        }
        if (!(root instanceof Map<?, ?> manifest)) {
            throw new IOException("the registry's manifest is not a JSON object");
        }
        if (manifest.get("manifests") instanceof List<?>) {
            throw new IOException("it is an index of several artifacts; name one of them by @sha256:…");
        }
        if (!(manifest.get("layers") instanceof List<?> entries)) {
            throw new IOException("the registry's manifest has no layers");
        }
        List<Layer> layers = new ArrayList<>();
        for (Object entry : entries) {
            layers.add(layer(entry));
        }
        return new OciArtifact(layers);
    }

    private static Layer layer(Object entry) throws IOException {
        if (entry instanceof Map<?, ?> descriptor
                && descriptor.get("digest") instanceof String digest
                && DIGEST.matcher(digest).matches()
                && descriptor.get("size") instanceof Long size) {
            Optional<String> title = descriptor.get("annotations") instanceof Map<?, ?> annotations
                            && annotations.get(TITLE) instanceof String text
                    ? Optional.of(text)
                    : Optional.empty();
            return new Layer(digest, size, title);
        }
        throw new IOException("the registry's manifest has a layer without digest and size");
    }

    /**
     * The layer with a title; without one, the only layer.
     *
     * @throws IOException if there is none or several, saying which there are
     */
    Layer layer(Optional<String> file) throws IOException {
        List<Layer> fitting = layers.stream()
                .filter(layer -> file.isEmpty() || layer.title().equals(file))
                .toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        String titles = String.join(
                ", ", layers.stream().flatMap(layer -> layer.title().stream()).toList());
        String has = "the artifact has " + layers.size() + (layers.size() == 1 ? " layer" : " layers")
                + (titles.isEmpty() ? " and none has a title" : ": " + titles);
        if (file.isEmpty()) {
            throw new IOException(has + "; name one of them by :TAG/FILE");
        }
        throw new IOException((fitting.isEmpty() ? "no layer" : "more than one layer") + " has the title '" + file.get()
                + "'; " + has);
    }
}
