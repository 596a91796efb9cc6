package dev.dormouse.step;

/** A file that is not what it should be: truncated, of an unknown format or version. The message is for the user. */
public final class ArtifactException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final String help;

    public ArtifactException(Reason reason, String message, String help) {
        super(message);
        this.reason = reason;
        this.help = help;
    }

    public Reason reason() {
        return reason;
    }

    /** What to do about it. */
    public String help() {
        return help;
    }

    /** What is wrong with the file. */
    public enum Reason {
        /** Not of the format, or cut short. */
        UNREADABLE,
        /** Of the format, but of a version, opset or feature that the engine does not run. */
        UNSUPPORTED
    }
}
