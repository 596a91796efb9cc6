package dev.dormouse.knative.client;

import dev.dormouse.knative.client.ClusterException.Reason;
import io.fabric8.knative.serving.v1.Service;
import java.util.Optional;
import java.util.function.Function;

/** Reads, computes, writes if nothing changed meanwhile; else once more. Never half a state. */
final class Updates {
    private static final int ATTEMPTS = 8;

    private Updates() {}

    /**
     * Changes a service.
     *
     * @param change what to write for what was read; empty if there is nothing to write
     * @throws ClusterException CONFLICT if others are always faster
     */
    static Service apply(Cluster cluster, String name, Function<Service, Optional<Service>> change) {
        for (int attempt = 1; ; attempt++) {
            Service current = cluster.require(name);
            Optional<Service> next = change.apply(current);
            if (next.isEmpty()) {
                return current;
            }
            try {
                return cluster.replace(next.get());
            } catch (ClusterException e) {
                if (e.reason() != Reason.CONFLICT || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
