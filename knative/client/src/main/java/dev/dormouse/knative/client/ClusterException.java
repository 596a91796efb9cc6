package dev.dormouse.knative.client;

/** What a cluster refused or could not do; the message says what, where and to whom. */
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What kind of thing it is, and so what helps. */
    public enum Reason {
        /** There is no kubeconfig, or it has no such context. */
        NO_CONTEXT,
        /** Nobody answers at its address, or not in time. */
        UNREACHABLE,
        /** It does not know who asks. */
        UNAUTHENTICATED,
        /** Who asks may not do that. */
        FORBIDDEN,
        /** The cluster has no Knative Serving. */
        NO_KNATIVE,
        NO_NAMESPACE,
        /** There is no such function, revision or replica. */
        NOT_FOUND,
        /** The cluster's own rules say no. */
        REFUSED,
        /** Somebody else changed it meanwhile. */
        CONFLICT,
        /** A service of that name was made by something else. */
        FOREIGN,
        /** No address of the ingress is known or it does not answer. */
        NO_INGRESS,
        /** It was not done in time. */
        TIMEOUT
    }

    private final Reason reason;
    private final boolean begun;

    public ClusterException(Reason reason, String message) {
        super(message);
        this.reason = reason;
        this.begun = false;
    }

    ClusterException(Reason reason, String message, Throwable cause) {
        this(reason, message, cause, false);
    }

    private ClusterException(Reason reason, String message, Throwable cause, boolean begun) {
        super(message, cause);
        this.reason = reason;
        this.begun = begun;
    }

    /** The same, that came when something had been written already. */
    ClusterException afterBegin() {
        return new ClusterException(reason, String.valueOf(getMessage()), this, true);
    }

    /** Whether something had been written before it came: it was tried, and failed. */
    public boolean begun() {
        return begun;
    }

    public Reason reason() {
        return reason;
    }
}
