package dev.dormouse.engine;

/**
 * Bounds of a host.
 *
 * @param queue requests that may wait beyond those that run; the next one is refused with OVERLOADED
 */
public record HostOptions(int queue) {
    public static final HostOptions DEFAULT = new HostOptions(256);

    public HostOptions {
        if (queue < 1) {
            throw new IllegalArgumentException("the queue needs room for at least one request");
        }
    }
}
