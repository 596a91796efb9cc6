package dev.dormouse.plan;

/** What went wrong with a request, and from it everything a door needs: HTTP status, gRPC status, whether to retry. */
public enum ErrorCode {
    /** The body is not what its content type says: broken JSON, bad UTF-8. */
    MALFORMED(400, 3, false),
    /** An input is missing, unknown, or has the wrong datatype, shape or value. */
    INVALID_INPUT(400, 3, false),
    NOT_FOUND(404, 5, false),
    METHOD_NOT_ALLOWED(405, 12, false),
    NOT_ACCEPTABLE(406, 3, false),
    TOO_LARGE(413, 8, false),
    UNSUPPORTED_MEDIA_TYPE(415, 3, false),
    /** The queue is full; the request was not started. */
    OVERLOADED(429, 8, true),
    /** A step failed on good input: ours or the model's fault. */
    STEP_FAILED(500, 13, false),
    INTERNAL(500, 13, false),
    /** Not ready yet, or shutting down; the request was not started. */
    UNAVAILABLE(503, 14, true),
    DEADLINE_EXCEEDED(504, 4, true),
    /** A server that a step calls answers what it must not: another status, other tensors than declared, no JSON. */
    BAD_UPSTREAM(502, 13, false),
    /** A server that a step calls cannot be reached, is overloaded, or has failed too often. */
    UPSTREAM_UNAVAILABLE(503, 14, true),
    /** A server that a step calls did not answer in time. */
    UPSTREAM_TIMEOUT(504, 4, true);

    private final int httpStatus;
    private final int grpcStatus;
    private final boolean retryable;

    ErrorCode(int httpStatus, int grpcStatus, boolean retryable) {
        this.httpStatus = httpStatus;
        this.grpcStatus = grpcStatus;
        this.retryable = retryable;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** The number of the gRPC status code. */
    public int grpcStatus() {
        return grpcStatus;
    }

    /** Whether the same request may succeed later; an event broker retries only these. */
    public boolean isRetryable() {
        return retryable;
    }

    /** Whether a server that a step calls is not there for the moment. */
    public boolean isUpstreamAway() {
        return this == UPSTREAM_UNAVAILABLE || this == UPSTREAM_TIMEOUT;
    }

    /** Whether the caller must change the request. */
    public boolean isClientError() {
        return httpStatus < 500 && !retryable;
    }
}
