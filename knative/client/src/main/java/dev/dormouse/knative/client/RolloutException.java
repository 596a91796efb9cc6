package dev.dormouse.knative.client;

/** A revision that did not pass; what was done about it stands in {@link #aftermath}. */
public final class RolloutException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Diagnosis diagnosis;
    private final String aftermath;

    RolloutException(Diagnosis diagnosis, String aftermath) {
        super(diagnosis.headline());
        this.diagnosis = diagnosis;
        this.aftermath = aftermath;
    }

    public Diagnosis diagnosis() {
        return diagnosis;
    }

    /** Who serves now. */
    public String aftermath() {
        return aftermath;
    }
}
