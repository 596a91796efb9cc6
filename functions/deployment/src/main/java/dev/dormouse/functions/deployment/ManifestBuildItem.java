package dev.dormouse.functions.deployment;

import io.quarkus.builder.item.MultiBuildItem;
import java.nio.file.Path;

/** A manifest found in the project. */
public final class ManifestBuildItem extends MultiBuildItem {
    private final Path file;

    public ManifestBuildItem(Path file) {
        this.file = file;
    }

    public Path file() {
        return file;
    }
}
