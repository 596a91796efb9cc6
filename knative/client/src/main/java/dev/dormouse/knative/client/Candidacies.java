package dev.dormouse.knative.client;

import dev.dormouse.knative.client.ClusterException.Reason;
import io.fabric8.knative.serving.v1.Revision;
import io.fabric8.knative.serving.v1.Service;
import java.util.Optional;

/** Makes a version the candidate of its function, whatever is there: nothing, an older version, a push that was cut off. */
final class Candidacies {
    private static final int ATTEMPTS = 5;

    private final Cluster cluster;

    Candidacies(Cluster cluster) {
        this.cluster = cluster;
    }

    Candidacy enter(String name, Service desired, String revision) {
        for (int attempt = 1; ; attempt++) {
            try {
                Optional<Service> there = cluster.service(name);
                if (there.isPresent()) {
                    return enter(there.get(), desired, revision);
                }
                cluster.create(ServiceEdits.first(desired, revision));
                return new Candidacy(revision, Optional.empty(), false, false);
            } catch (ClusterException e) {
                if (e.reason() != Reason.CONFLICT || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Candidacy enter(Service there, Service desired, String revision) {
        ServiceState state = new ServiceState(there);
        if (!state.isOurs()) {
            throw new ClusterException(
                    Reason.FOREIGN,
                    "a Knative Service " + state.name() + " is there already, and Dormouse did not make it");
        }
        if (state.isGoing()) {
            throw new ClusterException(Reason.CONFLICT, state.name() + " is just being deleted");
        }
        Optional<Revision> known = cluster.revision(revision);
        boolean named = state.revision().equals(Optional.of(revision));
        if (named
                && state.annotation(ServiceState.CANDIDATE).isEmpty()
                && state.traffic().flatMap(Split::only).equals(Optional.of(revision))
                && Rollout.wasGood(known)) {
            return new Candidacy(revision, Optional.of(there), true, true);
        }
        cluster.replace(ServiceEdits.candidate(there, desired, revision));
        return new Candidacy(revision, Optional.of(there), Rollout.wasGood(known), false);
    }

    /** Removes what is in the candidate's way: what an earlier push has left, and its own failed attempt. */
    void tidyUp(Candidacy candidacy) {
        if (candidacy.unchanged() || candidacy.before().isEmpty()) {
            return;
        }
        ServiceState before = new ServiceState(candidacy.before().get());
        before.annotation(ServiceState.CANDIDATE)
                .filter(earlier -> !earlier.equals(candidacy.revision()))
                .ifPresent(earlier -> forget(before, earlier));
        if (!candidacy.revisionWasThere()
                && cluster.revision(candidacy.revision())
                        .filter(Revisions::hasFailed)
                        .isPresent()) {
            // a failed revision stays failed; Knative makes it anew
            cluster.deleteRevision(candidacy.revision());
        }
    }

    /** What a push that was cut off or overtaken has left, unless it is of use: it would go on trying to start. */
    private void forget(ServiceState before, String earlier) {
        boolean served = Optional.of(earlier).equals(before.annotation(ServiceState.SERVING))
                || Optional.of(earlier).equals(before.annotation(ServiceState.PREVIOUS));
        if (!served
                && cluster.revision(earlier)
                        .filter(left -> !Revisions.isReady(left))
                        .isPresent()) {
            cluster.deleteRevision(earlier);
        }
    }
}
