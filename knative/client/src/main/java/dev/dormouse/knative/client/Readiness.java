package dev.dormouse.knative.client;

import dev.dormouse.knative.client.ClusterException.Reason;
import io.fabric8.knative.pkg.apis.Condition;
import io.fabric8.knative.serving.v1.Revision;
import io.fabric8.knative.serving.v1.Service;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Waits for a revision and its address, and says what it waits for; ends early when waiting longer makes no sense. */
final class Readiness {
    /** What Knative reports at once although it may pass: a node that is being added, a registry that stumbles. */
    private static final Set<String> MAY_PASS = Set.of("Unschedulable", "ImagePullBackOff", "ErrImagePull");

    private static final long LOOK_AROUND_NANOS = 500_000_000;

    private final Cluster cluster;
    private final Progress progress;
    private final Deadline deadline;
    private String told = "";
    private long lookedAround;

    Readiness(Cluster cluster, Progress progress, Deadline deadline) {
        this.cluster = cluster;
        this.progress = progress;
        this.deadline = deadline;
        this.lookedAround = System.nanoTime() - LOOK_AROUND_NANOS;
    }

    /** @throws Unready if it fails or the time is over */
    void awaitRevision(String service, String revision) {
        boolean ready = deadline.until(() -> state(service, revision)).orElse(false);
        if (!ready) {
            Diagnosis diagnosis = Diagnoses.of(new Investigation(cluster).about(service, revision));
            throw new Unready(
                    deadline.isOver()
                            ? diagnosis.with(List.of(
                                    "not ready within " + deadline.limit().toSeconds() + " s"))
                            : diagnosis);
        }
    }

    /** True: ready; false: failed; empty: not yet. */
    private Optional<Boolean> state(String service, String revision) {
        Optional<Revision> found = cluster.revision(revision);
        if (found.isPresent() && Revisions.isReady(found.get())) {
            return Optional.of(true);
        }
        if (found.flatMap(this::failure).isPresent()) {
            return Optional.of(false);
        }
        if (System.nanoTime() - lookedAround < LOOK_AROUND_NANOS) {
            return Optional.empty();
        }
        ServiceState state = new ServiceState(cluster.require(service));
        lookedAround = System.nanoTime();
        if (!state.revision().equals(Optional.of(revision))) {
            throw Candidacy.overtaken(state, revision);
        }
        List<Pod> pods = found.map(this::pods).orElse(List.of());
        if (found.isEmpty() && cannotBeMade(state) || pods.stream().anyMatch(Diagnoses::isFinal)) {
            return Optional.of(false);
        }
        pods.stream().filter(pod -> !Containers.isGoing(pod)).findFirst().ifPresent(pod -> tell(PodPhase.of(pod)));
        return Optional.empty();
    }

    private Optional<Condition> failure(Revision revision) {
        return Revisions.condition(revision, "Ready")
                .filter(condition -> "False".equals(condition.getStatus()))
                .filter(condition -> !MAY_PASS.contains(String.valueOf(condition.getReason())));
    }

    /** Knative says why it cannot make it: the name is taken, the template is refused. */
    private static boolean cannotBeMade(ServiceState state) {
        return state.isObserved()
                && state.condition("ConfigurationsReady")
                        .filter(condition -> "False".equals(condition.getStatus()))
                        .filter(condition ->
                                String.valueOf(condition.getMessage()).contains("creat"))
                        .isPresent();
    }

    private List<Pod> pods(Revision revision) {
        try {
            return cluster.pods(revision);
        } catch (ClusterException e) {
            if (e.reason() == Reason.FORBIDDEN) {
                return List.of(); // then only the revision itself is looked at
            }
            throw e;
        }
    }

    /** Waits until Knative has set up what was last asked for, whether or not the newest revision is well. */
    Service awaitRoute(String service) {
        return deadline.until(() ->
                        Optional.of(cluster.require(service)).filter(current -> new ServiceState(current).isRouted()))
                .orElseThrow(() -> new Unready(new Diagnosis(
                        "the address was not set up within " + deadline.limit().toSeconds() + " s",
                        new ServiceState(cluster.require(service))
                                .complaint().stream().toList(),
                        "look whether the ingress runs: kubectl get pods -n knative-serving, -n kourier-system")));
    }

    private void tell(String line) {
        if (!line.isEmpty() && !line.equals(told)) {
            told = line;
            progress.tell(line);
        }
    }

    /** A revision that did not get ready, with the reason. */
    static final class Unready extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Diagnosis diagnosis;

        Unready(Diagnosis diagnosis) {
            super(diagnosis.headline());
            this.diagnosis = diagnosis;
        }

        Diagnosis diagnosis() {
            return diagnosis;
        }
    }
}
