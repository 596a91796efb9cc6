package dev.dormouse.plan;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that cannot be answered; the code says who must act, the message what to do. */
public final class PipelineException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final @Nullable String step;

    public PipelineException(ErrorCode code, String message) {
        this(code, message, null, null);
    }

    public PipelineException(ErrorCode code, String message, @Nullable Throwable cause) {
        this(code, message, cause, null);
    }

    private PipelineException(ErrorCode code, String message, @Nullable Throwable cause, @Nullable String step) {
        super(message, cause);
        this.code = code;
        this.step = step;
    }

    /** The request's own fault: a missing, unknown or unusable input. */
    public static PipelineException invalidInput(String message) {
        return new PipelineException(ErrorCode.INVALID_INPUT, message);
    }

    /** The same, told by the step that found it. */
    public PipelineException at(String stepName) {
        return step != null ? this : new PipelineException(code, String.valueOf(getMessage()), getCause(), stepName);
    }

    public ErrorCode code() {
        return code;
    }

    /** The step that failed, if it was one. */
    public Optional<String> step() {
        return Optional.ofNullable(step);
    }
}
