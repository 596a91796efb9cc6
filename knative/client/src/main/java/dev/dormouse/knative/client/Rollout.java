package dev.dormouse.knative.client;

import dev.dormouse.knative.client.ClusterException.Reason;
import dev.dormouse.knative.resources.FunctionService;
import dev.dormouse.knative.resources.KubeObject;
import dev.dormouse.plan.Plan;
import io.fabric8.knative.serving.v1.Revision;
import io.fabric8.knative.serving.v1.Service;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Brings one version onto a cluster: candidate without traffic, ready, examples pass, traffic. A version that fails on
 * the way never gets traffic and is taken back. Each step can be done twice, so a push that was cut off is carried on
 * by the next one; of two different pushes at once the later one wins and the earlier one says so.
 */
public final class Rollout {
    private final Cluster cluster;
    private final Ingress ingress;
    private final Progress progress;
    private final Deadline deadline;
    private final Map<String, Duration> phases = new LinkedHashMap<>();

    /** @param limit for all of it */
    public Rollout(Cluster cluster, Ingress ingress, Progress progress, Duration limit) {
        this.cluster = cluster;
        this.ingress = ingress;
        this.progress = progress;
        this.deadline = Deadline.in(limit);
    }

    /**
     * Deploys a service made of this plan.
     *
     * @param percent of the traffic, 1 to 100; the first version gets all of it
     * @throws RolloutException if the version fails; who served before serves on
     * @throws ClusterException if the cluster cannot be asked, or somebody else pushed meanwhile
     */
    public Deployed deploy(KubeObject service, Plan plan, int percent) {
        String name = service.name();
        String revision = FunctionService.revision(service);
        Service desired = cluster.typed(service);
        Candidacy candidacy = phase("apply", () -> new Candidacies(cluster).enter(name, desired, revision));
        progress.tell(candidacy.describe());
        try {
            deadline.until(() -> {
                new Candidacies(cluster).tidyUp(candidacy);
                return Optional.of(true);
            });
            Readiness readiness = new Readiness(cluster, progress, deadline);
            phase("ready", () -> {
                readiness.awaitRevision(name, revision);
                return true;
            });
            Service routed = phase("route", () -> readiness.awaitRoute(name));
            URI url = gateUrl(routed, revision, candidacy);
            Optional<Diagnosis> wrong = phase("examples", () -> new Gate(plan, ingress, deadline).check(url));
            if (wrong.isPresent()) {
                throw new Readiness.Unready(wrong.get());
            }
            progress.tell(plan.examples().isEmpty() ? "answers at " + url : examples(plan) + " at " + url);
        } catch (Readiness.Unready e) {
            throw new RolloutException(e.diagnosis(), takeBack(name, revision, candidacy));
        } catch (RuntimeException e) {
            boolean overtaken = e instanceof ClusterException known && known.reason() == Reason.CONFLICT;
            if (!overtaken && !candidacy.unchanged()) {
                undo(name, revision, candidacy, e);
            }
            throw e instanceof ClusterException known && !candidacy.unchanged() ? known.afterBegin() : e;
        }
        try {
            return finish(name, revision, candidacy, percent);
        } catch (Readiness.Unready e) {
            throw new RolloutException(
                    e.diagnosis(), "its examples passed, and its traffic was set; dormouse show " + name);
        }
    }

    /** Also of a cluster that does not answer for a moment; each step back can be taken twice. */
    private String takeBack(String name, String revision, Candidacy candidacy) {
        return Deadline.in(TakeBack.LIMIT)
                .until(() -> Optional.of(new TakeBack(cluster, progress).undo(name, revision, candidacy)))
                .orElseThrow();
    }

    /** What goes wrong on the way back must not hide why it was gone. */
    private void undo(String name, String revision, Candidacy candidacy, RuntimeException reason) {
        try {
            progress.tell(takeBack(name, revision, candidacy));
        } catch (RuntimeException e) {
            reason.addSuppressed(e);
            progress.tell(revision + " could not be taken back; push again, or: dormouse delete " + name);
        }
    }

    private static String examples(Plan plan) {
        int count = plan.examples().size();
        return count == 1 ? "the example passes" : "all " + count + " examples pass";
    }

    private URI gateUrl(Service routed, String revision, Candidacy candidacy) {
        ServiceState state = new ServiceState(routed);
        Optional<String> url = candidacy.unchanged() ? state.url() : state.candidateUrl(revision);
        if (url.isEmpty()
                && !Optional.of(revision).equals(state.annotation(ServiceState.CANDIDATE))
                && !candidacy.unchanged()) {
            throw Candidacy.overtaken(state, revision);
        }
        return URI.create(url.or(state::url)
                .orElseThrow(() -> new ClusterException(Reason.REFUSED, "Knative gives the function no URL")));
    }

    private Deployed finish(String name, String revision, Candidacy candidacy, int percent) {
        Service current;
        if (candidacy.unchanged()) {
            current = cluster.require(name);
        } else {
            current = phase("traffic", () -> {
                promote(name, revision, percent);
                return new Readiness(cluster, progress, deadline).awaitRoute(name);
            });
        }
        ServiceState state = new ServiceState(current);
        URI url = URI.create(state.url().orElse("http://" + name));
        Optional<String> way =
                Ingress.resolves(url) ? Optional.empty() : Optional.of(Ingress.shown(ingress.address(url)));
        return new Deployed(
                url,
                revision,
                state.traffic().orElseGet(() -> Split.all(revision)),
                candidacy.unchanged(),
                way,
                phases);
    }

    private void promote(String name, String revision, int percent) {
        Updates.apply(cluster, name, current -> {
            ServiceState state = new ServiceState(current);
            if (!Optional.of(revision).equals(state.annotation(ServiceState.CANDIDATE))) {
                if (state.annotation(ServiceState.CANDIDATE).isEmpty()
                        && state.traffic().map(split -> split.of(revision)).orElse(0) > 0) {
                    return Optional.empty(); // the same push elsewhere was faster
                }
                throw Candidacy.overtaken(state, revision);
            }
            return Optional.of(ServiceEdits.promoted(current, revision, percent));
        });
    }

    private <T> T phase(String name, Supplier<T> work) {
        long begin = System.nanoTime();
        try {
            return work.get();
        } finally {
            phases.put(name, Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    /** Whether the revision was there and well before. */
    static boolean wasGood(Optional<Revision> revision) {
        return revision.filter(found -> !Revisions.hasFailed(found)).isPresent();
    }
}
