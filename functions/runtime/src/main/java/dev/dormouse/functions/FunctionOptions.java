package dev.dormouse.functions;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * What can be set when a function starts, each also as an environment variable ({@code DORMOUSE_QUEUE}).
 *
 * @param bundle {@code dormouse.bundle}: the folder of a compiled pipeline to serve
 * @param queue {@code dormouse.queue}: requests that may wait; the next one gets 429
 * @param maxBody {@code dormouse.max-body}: the largest body in bytes; a larger one gets 413
 * @param drain {@code dormouse.drain}: how long a shutdown waits for what is under way
 * @param playground {@code dormouse.playground}: whether there are pages to try the pipelines at
 * @param parent {@code dormouse.parent}: the process with whose end this one ends
 */
public record FunctionOptions(
        Optional<Path> bundle, int queue, long maxBody, Duration drain, boolean playground, Optional<Long> parent) {
    static final long DEFAULT_MAX_BODY = 32L << 20;

    public FunctionOptions {
        if (queue < 1) {
            throw new IllegalArgumentException("dormouse.queue must be at least 1, not " + queue);
        }
        if (maxBody < 1) {
            throw new IllegalArgumentException("dormouse.max-body must be at least 1 byte, not " + maxBody);
        }
    }

    /**
     * Reads the options, with their defaults.
     *
     * @throws IllegalArgumentException if a value is none of its kind
     */
    public static FunctionOptions from(Config config) {
        return new FunctionOptions(
                config.getOptionalValue("dormouse.bundle", String.class).map(Path::of),
                config.getOptionalValue("dormouse.queue", Integer.class).orElse(256),
                config.getOptionalValue("dormouse.max-body", Long.class).orElse(DEFAULT_MAX_BODY),
                config.getOptionalValue("dormouse.drain", Duration.class).orElse(Duration.ofSeconds(25)),
                config.getOptionalValue("dormouse.playground", Boolean.class).orElse(true),
                config.getOptionalValue("dormouse.parent", Long.class));
    }
}
