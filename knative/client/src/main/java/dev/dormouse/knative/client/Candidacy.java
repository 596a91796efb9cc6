package dev.dormouse.knative.client;

import dev.dormouse.knative.client.ClusterException.Reason;
import io.fabric8.knative.serving.v1.Service;
import java.util.Optional;

/**
 * How a version came to be the candidate.
 *
 * @param before the service as it was; empty if this push made it
 * @param revisionWasThere a healthy revision of that name was there already
 * @param unchanged it serves already; nothing was written
 */
record Candidacy(String revision, Optional<Service> before, boolean revisionWasThere, boolean unchanged) {
    /** What an earlier push is told when a later one has taken its place. */
    static ClusterException overtaken(ServiceState state, String revision) {
        return new ClusterException(
                Reason.CONFLICT,
                "another push of " + state.name() + " came after this one"
                        + state.revision()
                                .map(other -> " (revision " + other + ")")
                                .orElse("") + "; " + revision
                        + " gets no traffic");
    }

    String describe() {
        if (unchanged) {
            return "revision " + revision + " serves already; verifying it";
        }
        if (before.isEmpty()) {
            return "revision " + revision + ", the first";
        }
        return "revision " + revision + (revisionWasThere ? ", known already" : "") + "; no traffic yet";
    }
}
