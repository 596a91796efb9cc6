package dev.dormouse.knative.client;

import dev.dormouse.knative.client.ClusterException.Reason;
import io.fabric8.knative.serving.v1.RevisionTemplateSpec;
import io.fabric8.knative.serving.v1.Service;
import java.time.Duration;
import java.util.Optional;

/** Undoes the candidacy of a version that failed: the service is again as it was, and ready; a first version goes wholly. */
final class TakeBack {
    static final Duration LIMIT = Duration.ofSeconds(60);

    private final Cluster cluster;
    private final Progress progress;

    TakeBack(Cluster cluster, Progress progress) {
        this.cluster = cluster;
        this.progress = progress;
    }

    /** @return who serves now, as a sentence */
    String undo(String name, String revision, Candidacy candidacy) {
        if (candidacy.unchanged()) {
            return "nothing was changed; " + revision + " keeps its traffic";
        }
        Optional<Service> current = cluster.service(name);
        if (current.isEmpty()) {
            return "the function was deleted meanwhile";
        }
        ServiceState state = new ServiceState(current.get());
        if (!Optional.of(revision).equals(state.annotation(ServiceState.CANDIDATE))) {
            return "another push came after this one and decides what serves";
        }
        return state.isUnproven() ? deleteFirst(name) : restore(name, revision, candidacy);
    }

    private String deleteFirst(String name) {
        progress.tell("deletes what it made: no version has passed yet");
        cluster.deleteService(name);
        boolean gone = Deadline.in(LIMIT)
                .until(() -> cluster.isGone(name) ? Optional.of(true) : Optional.empty())
                .isPresent();
        return gone ? "nothing is left of it on the cluster" : "what it made is still being deleted";
    }

    private String restore(String name, String revision, Candidacy candidacy) {
        Service restored = Updates.apply(cluster, name, current -> {
            ServiceState state = new ServiceState(current);
            if (!Optional.of(revision).equals(state.annotation(ServiceState.CANDIDATE))) {
                return Optional.empty();
            }
            Split traffic = state.traffic()
                    .orElseThrow(
                            () -> new ClusterException(Reason.NOT_FOUND, "no revision of " + name + " has traffic"));
            return Optional.of(ServiceEdits.withoutCandidate(current, template(candidacy, traffic), traffic));
        });
        ServiceState state = new ServiceState(restored);
        String serving = state.traffic().map(Split::toString).orElse("");
        boolean ready = Deadline.in(LIMIT)
                .until(() -> Optional.of(new ServiceState(cluster.require(name)))
                        .filter(ServiceState::isReady)
                        .map(ServiceState::isReady))
                .isPresent();
        boolean hadTraffic = state.traffic().map(split -> split.of(revision)).orElse(0) > 0;
        if (!candidacy.revisionWasThere() && !hadTraffic) {
            cluster.deleteRevision(revision);
        }
        return "traffic is as it was: " + serving + (ready ? "" : "; the service is not ready again yet");
    }

    /** The template as it was, if its revision has traffic; else, after a push that was cut off, that of the one that has. */
    private RevisionTemplateSpec template(Candidacy candidacy, Split traffic) {
        String main = traffic.main();
        return candidacy
                .before()
                .filter(before -> new ServiceState(before).revision().equals(Optional.of(main)))
                .map(before -> before.getSpec().getTemplate())
                .or(() -> cluster.revision(main).map(ServiceEdits::template))
                .orElseThrow(() ->
                        new ClusterException(Reason.NOT_FOUND, "the revision " + main + " is gone from the cluster"));
    }
}
