package dev.dormouse.image;

import org.jspecify.annotations.Nullable;

/** An image that cannot be made, written or pushed. The message says what happened; {@link #reason} what to do about it. */
public final class ImageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Who has to act: the caller shows the advice that belongs to it. */
    public enum Reason {
        /** This JDK cannot link a run-time image. */
        JDK,
        /** The base for this platform is missing or is not one. */
        BASE,
        /** Native libraries or programs of that platform are missing. */
        PLATFORM,
        /** The name is none that a registry takes. */
        NAME,
        /** Nobody answers at that address. */
        UNREACHABLE,
        /** The registry wants a login, or another one. */
        UNAUTHORIZED,
        /** The registry speaks plain http or has a certificate that is not trusted. */
        INSECURE,
        /** The registry answered with a refusal. */
        REFUSED,
        /** No space is left. */
        DISK_FULL,
        /** A file is not what its digest says, or not a file that this makes. */
        DAMAGED,
        /** Dormouse's own build or a tool of this machine is missing or fails. */
        TOOL
    }

    private final Reason reason;

    public ImageException(Reason reason, String message) {
        this(reason, message, null);
    }

    public ImageException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
