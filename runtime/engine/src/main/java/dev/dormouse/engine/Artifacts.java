package dev.dormouse.engine;

import dev.dormouse.plan.Artifact;
import java.nio.file.Path;

/** Finds the file of an artifact. */
@FunctionalInterface
public interface Artifacts {
    /**
     * The file, of exactly the artifact's size and content.
     *
     * @throws BundleException if it is missing, cut short or different
     */
    Path path(Artifact artifact);
}
