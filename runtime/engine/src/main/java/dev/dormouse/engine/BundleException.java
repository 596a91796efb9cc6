package dev.dormouse.engine;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A bundle that cannot be started: a file is missing, cut short, different, or cannot be opened. Names the file. */
public final class BundleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Null where no step is to blame; an Optional cannot be a field of a serializable class. */
    private final @Nullable String step;

    public BundleException(String message) {
        this(message, null);
    }

    public BundleException(String message, @Nullable Throwable cause) {
        this(message, cause, null);
    }

    private BundleException(String message, @Nullable Throwable cause, @Nullable String step) {
        super(message, cause);
        this.step = step;
    }

    /** A step that cannot be opened; the message says the step and why. */
    static BundleException ofStep(String step, String complaint, @Nullable Throwable cause) {
        return new BundleException("step '" + step + "' " + complaint, cause, step);
    }

    /** The step that cannot be opened, if it is one step's failure. */
    public Optional<String> step() {
        return Optional.ofNullable(step);
    }
}
