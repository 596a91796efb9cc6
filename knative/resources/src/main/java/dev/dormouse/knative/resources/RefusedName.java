package dev.dormouse.knative.resources;

/** A name, label or reference that a cluster would refuse; the message says which rule it breaks. */
public final class RefusedName extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    RefusedName(String message) {
        super(message);
    }
}
