package dev.dormouse.engine;

import org.jspecify.annotations.Nullable;

/** A bundle that cannot be started: a file is missing, cut short, different, or cannot be opened. Names the file. */
public final class BundleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BundleException(String message) {
        super(message);
    }

    public BundleException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
