package dev.dormouse.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Bundles for training runs: always the same for the same engines, so that functions with the same engines share the
 * start-up archive.
 */
@FunctionalInterface
public interface Rehearsals {
    /** A bundle with examples that needs these engines or fewer. */
    Path bundleFor(Set<Engine> engines) throws IOException;
}
