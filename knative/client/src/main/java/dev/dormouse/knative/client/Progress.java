package dev.dormouse.knative.client;

/** Hears what is under way. */
@FunctionalInterface
public interface Progress {
    /** One line for a person; called again only when there is something new. */
    void tell(String line);
}
