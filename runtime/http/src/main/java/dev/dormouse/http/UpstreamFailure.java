package dev.dormouse.http;

import dev.dormouse.plan.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call that gave no tensors, and what that says of the server. */
final class UpstreamFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final boolean retryable;
    private final @Nullable Duration after;

    private UpstreamFailure(
            ErrorCode code, boolean retryable, @Nullable Duration after, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.retryable = retryable;
        this.after = after;
    }

    /** The server is not there, or too busy: the same call may succeed a moment later. */
    static UpstreamFailure away(String message, Optional<Duration> after, @Nullable Throwable cause) {
        return new UpstreamFailure(ErrorCode.UPSTREAM_UNAVAILABLE, true, after.orElse(null), message, cause);
    }

    static UpstreamFailure late(String message) {
        return new UpstreamFailure(ErrorCode.UPSTREAM_TIMEOUT, false, null, message, null);
    }

    /** The answer is none that a server of this model gives. */
    static UpstreamFailure bad(String message, @Nullable Throwable cause) {
        return new UpstreamFailure(ErrorCode.BAD_UPSTREAM, false, null, message, cause);
    }

    /** The server refuses the values: the caller's own mistake. */
    static UpstreamFailure refused(String message) {
        return new UpstreamFailure(ErrorCode.INVALID_INPUT, false, null, message, null);
    }

    ErrorCode code() {
        return code;
    }

    /** Whether the call may be repeated; inference has no effects, so a broken connection may be tried again. */
    boolean isRetryable() {
        return retryable;
    }

    /** How long the server asks to wait. */
    Optional<Duration> after() {
        return Optional.ofNullable(after);
    }

    /** Whether it counts for the circuit breaker. */
    boolean isServersFault() {
        return code != ErrorCode.INVALID_INPUT;
    }

    /** The same, not to be tried again. */
    UpstreamFailure last() {
        return new UpstreamFailure(code, false, after, String.valueOf(getMessage()), this);
    }
}
