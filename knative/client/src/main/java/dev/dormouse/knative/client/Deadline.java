package dev.dormouse.knative.client;

import dev.dormouse.knative.client.ClusterException.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** How long somebody waits; looks often at first, then less. */
final class Deadline {
    private static final long SHORTEST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 1000;

    private final long end;
    private final Duration limit;

    private Deadline(Duration limit) {
        this.limit = limit;
        this.end = System.nanoTime() + limit.toNanos();
    }

    static Deadline in(Duration limit) {
        return new Deadline(limit);
    }

    boolean isOver() {
        return System.nanoTime() - end >= 0;
    }

    Duration limit() {
        return limit;
    }

    /** What is left of it; nothing when it is over. */
    Duration rest() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** Looks until there is something; empty when the time is over. A cluster that does not answer meanwhile may again. */
    <T> Optional<T> until(Supplier<Optional<T>> look) {
        long pause = SHORTEST_MILLIS;
        while (true) {
            Optional<T> seen = ifReached(look);
            if (seen.isPresent() || isOver()) {
                return seen;
            }
            pause(pause);
            pause = Math.min(LONGEST_MILLIS, pause + pause / 8);
        }
    }

    private <T> Optional<T> ifReached(Supplier<Optional<T>> look) {
        try {
            return look.get();
        } catch (ClusterException e) {
            if (e.reason() != Reason.UNREACHABLE || isOver()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException(Reason.TIMEOUT, "interrupted while waiting for the cluster", e);
        }
    }
}
