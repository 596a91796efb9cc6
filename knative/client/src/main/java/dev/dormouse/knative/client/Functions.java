package dev.dormouse.knative.client;

import dev.dormouse.knative.client.ClusterException.Reason;
import dev.dormouse.knative.resources.Marks;
import io.fabric8.knative.serving.v1.Revision;
import io.fabric8.knative.serving.v1.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is deployed: seen, switched and deleted. */
public final class Functions {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Cluster cluster;

    public Functions(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Every function of the namespace, or of all of them, by namespace and name. */
    public List<FunctionSummary> list(boolean everywhere) {
        List<Service> services = cluster.services(everywhere);
        if (services.isEmpty()) {
            return List.of();
        }
        Map<String, List<Revision>> revisions = cluster.revisions(everywhere).stream()
                .collect(
                        Collectors.groupingBy(revision -> revision.getMetadata().getNamespace() + "/"
                                + Revisions.labels(revision.getMetadata()).get(Cluster.SERVICE_LABEL)));
        return services.stream()
                .map(service -> summary(
                        service,
                        revisions.getOrDefault(
                                service.getMetadata().getNamespace() + "/"
                                        + service.getMetadata().getName(),
                                List.of())))
                .sorted(java.util.Comparator.comparing(FunctionSummary::namespace)
                        .thenComparing(FunctionSummary::name))
                .toList();
    }

    private static FunctionSummary summary(Service service, List<Revision> revisions) {
        ServiceState state = new ServiceState(service);
        Optional<Split> traffic = state.actualTraffic();
        Map<String, Revision> byName =
                revisions.stream().collect(Collectors.toMap(Revisions::name, Function.identity()));
        String version = traffic.map(Split::main)
                .map(byName::get)
                .map(Revisions::version)
                .orElse("");
        Optional<String> complaint = state.isReady()
                ? Optional.empty()
                : Optional.of(state.complaint().orElse("not yet"));
        return new FunctionSummary(
                service.getMetadata().getNamespace(),
                state.name(),
                version,
                state.url().orElse(""),
                complaint,
                traffic,
                revisions.stream().mapToInt(Revisions::replicas).sum());
    }

    /** @throws ClusterException NOT_FOUND if there is none */
    public FunctionDetails show(String name) {
        Service service = cluster.require(name);
        List<Revision> revisions = cluster.revisions(name);
        ServiceState state = new ServiceState(service);
        Optional<Split> traffic = state.actualTraffic();
        return new FunctionDetails(
                summary(service, revisions),
                List.of("Ready", "ConfigurationsReady", "RoutesReady").stream()
                        .map(state::condition)
                        .flatMap(Optional::stream)
                        .map(condition -> new FunctionDetails.Condition(
                                condition.getType(),
                                condition.getStatus(),
                                Optional.ofNullable(condition.getReason()).orElse(""),
                                Optional.ofNullable(condition.getMessage()).orElse("")))
                        .toList(),
                revisions.stream().map(revision -> details(revision, traffic)).toList(),
                state.annotation(ServiceState.CANDIDATE),
                Rollbacks.target(state, revisions));
    }

    private static FunctionDetails.RevisionDetails details(Revision revision, Optional<Split> traffic) {
        String ready = Revisions.condition(revision, "Ready")
                .map(condition ->
                        condition.getStatus() + (condition.getReason() == null ? "" : " " + condition.getReason()))
                .orElse("Unknown");
        return new FunctionDetails.RevisionDetails(
                Revisions.name(revision),
                traffic.map(split -> split.of(Revisions.name(revision))).orElse(0),
                Revisions.version(revision),
                ready,
                Revisions.replicas(revision),
                Revisions.image(revision),
                Revisions.annotations(revision.getMetadata()).getOrDefault(Marks.PLAN, ""),
                String.valueOf(revision.getMetadata().getCreationTimestamp()));
    }

    /** Shares traffic as it is said; returns what is set up. */
    public Split share(String name, Map<String, Integer> shares) {
        Map<String, Integer> named = new java.util.LinkedHashMap<>();
        List<Revision> revisions = revisions(name);
        shares.forEach((written, percent) -> named.put(Revisions.name(find(name, revisions, written)), percent));
        Split split = new Split(named);
        return share(name, current -> split);
    }

    /** Gives the newest revision a share; the others keep their proportions. */
    public Split shareLatest(String name, int percent) {
        String latest = Revisions.name(revisions(name).get(0));
        return share(
                name,
                state -> state.traffic()
                        .map(traffic -> traffic.giving(latest, percent))
                        .orElseGet(() -> Split.all(latest)));
    }

    /** All traffic to the revision that had it before, or to one that is named. */
    public Split rollback(String name, Optional<String> to) {
        List<Revision> revisions = revisions(name);
        Optional<String> named = to.map(written -> Revisions.name(find(name, revisions, written)));
        return share(
                name,
                state -> Split.all(named.or(() -> Rollbacks.target(state, revisions))
                        .orElseThrow(() -> new ClusterException(
                                Reason.NOT_FOUND,
                                name + " has no earlier revision that is ready and has passed its examples; it has "
                                        + names(revisions)))));
    }

    /** Deletes a function and says what went with it. */
    public List<String> delete(String name) {
        ServiceState state = new ServiceState(cluster.require(name));
        if (!state.isOurs()) {
            throw new ClusterException(Reason.FOREIGN, "the Knative Service " + name + " was not made by Dormouse");
        }
        List<String> deleted = new ArrayList<>(List.of("Knative Service " + name));
        cluster.revisions(name).forEach(revision -> deleted.add("revision " + Revisions.name(revision)));
        cluster.deleteService(name);
        boolean gone = Deadline.in(LIMIT)
                .until(() -> cluster.isGone(name) ? Optional.of(true) : Optional.empty())
                .isPresent();
        if (!gone) {
            throw new ClusterException(
                    Reason.TIMEOUT, name + " is marked as deleted, but not gone after " + LIMIT.toSeconds() + " s");
        }
        return deleted;
    }

    private Split share(String name, Function<ServiceState, Split> choose) {
        List<Revision> revisions = revisions(name);
        Service written = Updates.apply(cluster, name, current -> {
            ServiceState state = new ServiceState(current);
            Split split = choose.apply(state);
            split.percentages().keySet().forEach(revision -> requireFit(state, find(name, revisions, revision)));
            return Optional.of(ServiceEdits.shared(current, split, false));
        });
        Split wanted = new ServiceState(written).traffic().orElseThrow();
        boolean done = Deadline.in(LIMIT)
                .until(() -> Optional.of(new ServiceState(cluster.require(name)))
                        .filter(ServiceState::isRouted)
                        .filter(state -> state.actualTraffic().equals(Optional.of(wanted))))
                .isPresent();
        if (!done) {
            throw new ClusterException(
                    Reason.TIMEOUT,
                    "traffic is not shared like that after " + LIMIT.toSeconds() + " s: "
                            + new ServiceState(cluster.require(name))
                                    .complaint()
                                    .orElse("Knative does not say why"));
        }
        return wanted;
    }

    /** A revision gets traffic only if it runs, and if its examples have passed. */
    private static void requireFit(ServiceState state, Revision revision) {
        String name = Revisions.name(revision);
        if (!Revisions.isReady(revision)) {
            throw new ClusterException(Reason.REFUSED, name + " is not ready and gets no traffic");
        }
        if (Optional.of(name).equals(state.annotation(ServiceState.CANDIDATE))) {
            throw new ClusterException(
                    Reason.REFUSED, name + " has not passed its examples yet: its push is under way or was cut off");
        }
        if (!state.hasPassed(name)) {
            throw new ClusterException(
                    Reason.REFUSED,
                    name + " has not passed its examples: its push was cut off or overtaken; push it again");
        }
    }

    private List<Revision> revisions(String name) {
        cluster.require(name);
        List<Revision> revisions = cluster.revisions(name);
        if (revisions.isEmpty()) {
            throw new ClusterException(Reason.NOT_FOUND, name + " has no revision");
        }
        return revisions;
    }

    /** By name, or by the end of it, the digest. */
    private static Revision find(String name, List<Revision> revisions, String written) {
        return revisions.stream()
                .filter(revision -> Revisions.name(revision).equals(written)
                        || Revisions.name(revision).equals(name + "-" + written))
                .findFirst()
                .orElseThrow(() -> new ClusterException(
                        Reason.NOT_FOUND,
                        "there is no revision " + written + " of " + name + "; there are " + names(revisions)));
    }

    private static String names(List<Revision> revisions) {
        return revisions.stream().map(Revisions::name).collect(Collectors.joining(", "));
    }
}
