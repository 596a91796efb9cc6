package dev.dormouse.knative.client;

import dev.dormouse.knative.resources.Marks;
import io.fabric8.knative.pkg.apis.Condition;
import io.fabric8.knative.serving.v1.Service;
import io.fabric8.knative.serving.v1.ServiceStatus;
import io.fabric8.knative.serving.v1.TrafficTarget;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads a Knative Service as what it says about versions: who serves, who waits for its examples, who served before. */
record ServiceState(Service service) {
    /** The revision whose examples are still to pass; whoever wrote it last owns the push. */
    static final String CANDIDATE = "dormouse.dev/candidate";
    /** The revision that last had all traffic; absent as long as none has passed. */
    static final String SERVING = "dormouse.dev/serving";
    /** The one that had it before. */
    static final String PREVIOUS = "dormouse.dev/previous";
    /** The revisions whose examples have passed, oldest first; their names are digests of all that they are. */
    static final String PASSED = "dormouse.dev/passed";
    /** Under this tag a candidate is reached before it has traffic. Short, as it is put before the host's name. */
    static final String TAG = "next";

    String name() {
        return service.getMetadata().getName();
    }

    Optional<String> annotation(String key) {
        return Optional.ofNullable(Revisions.annotations(service.getMetadata()).get(key));
    }

    boolean isOurs() {
        return Marks.OWN.equals(Revisions.labels(service.getMetadata()).get(Marks.MANAGED_BY));
    }

    boolean isGoing() {
        return service.getMetadata().getDeletionTimestamp() != null;
    }

    /** Nothing has passed its examples yet, neither in this push nor in an earlier one. */
    boolean isUnproven() {
        return annotation(CANDIDATE).isPresent() && annotation(SERVING).isEmpty();
    }

    /** Names that are remembered for having passed. */
    List<String> passed() {
        return annotation(PASSED).map(names -> List.of(names.split(","))).orElse(List.of());
    }

    /** Whether a revision may get traffic: its examples passed, or it has or had traffic, whoever gave it. */
    boolean hasPassed(String revision) {
        Optional<String> name = Optional.of(revision);
        return passed().contains(revision)
                || name.equals(annotation(SERVING))
                || name.equals(annotation(PREVIOUS))
                || traffic().map(split -> split.of(revision)).orElse(0) > 0;
    }

    /** The revision that the template names; empty if Knative was to choose the name. */
    Optional<String> revision() {
        return Optional.ofNullable(service.getSpec().getTemplate().getMetadata())
                .map(metadata -> metadata.getName());
    }

    private Optional<ServiceStatus> status() {
        return Optional.ofNullable(service.getStatus());
    }

    List<TrafficTarget> targets() {
        return Optional.ofNullable(service.getSpec().getTraffic()).orElse(List.of());
    }

    private List<TrafficTarget> actualTargets() {
        return status().map(ServiceStatus::getTraffic).orElse(List.of());
    }

    /** As asked for, "the latest" being the one that is it now; empty while there is none yet. */
    Optional<Split> traffic() {
        return split(targets().isEmpty() ? latest() : targets());
    }

    /** As Knative has set it up. */
    Optional<Split> actualTraffic() {
        return split(actualTargets());
    }

    private List<TrafficTarget> latest() {
        return latestReady()
                .map(name -> List.of(new TrafficTarget(null, false, 100L, name, null, null)))
                .orElse(List.of());
    }

    private Optional<String> latestReady() {
        return status().map(ServiceStatus::getLatestReadyRevisionName);
    }

    private Optional<Split> split(List<TrafficTarget> targets) {
        Map<String, Integer> shares = new LinkedHashMap<>();
        for (TrafficTarget target : targets) {
            int percent = percent(target);
            Optional<String> name =
                    Optional.ofNullable(target.getRevisionName()).or(this::latestReady);
            if (percent > 0 && name.isEmpty()) {
                return Optional.empty();
            }
            name.ifPresent(revision -> shares.merge(revision, percent, Integer::sum));
        }
        return shares.values().stream().mapToInt(Integer::intValue).sum() == 100
                ? Optional.of(new Split(shares))
                : Optional.empty();
    }

    static int percent(TrafficTarget target) {
        return Optional.ofNullable(target.getPercent()).map(Long::intValue).orElse(0);
    }

    Optional<String> url() {
        return status().map(ServiceStatus::getUrl);
    }

    /** Where only this candidate answers, once Knative has made that address. */
    Optional<String> candidateUrl(String revision) {
        return actualTargets().stream()
                .filter(target -> TAG.equals(target.getTag()) && revision.equals(target.getRevisionName()))
                .map(TrafficTarget::getUrl)
                .filter(Objects::nonNull)
                .findFirst();
    }

    Optional<Condition> condition(String type) {
        return Revisions.find(status().map(ServiceStatus::getConditions).orElse(List.of()), type);
    }

    /** Whether Knative has taken up what was last asked for. */
    boolean isObserved() {
        Long observed = status().map(ServiceStatus::getObservedGeneration).orElse(0L);
        return Objects.equals(observed, service.getMetadata().getGeneration());
    }

    private boolean is(String condition, String value) {
        return condition(condition)
                .map(found -> value.equals(found.getStatus()))
                .orElse(false);
    }

    boolean isReady() {
        return isObserved() && is("Ready", "True");
    }

    boolean isRouted() {
        return isObserved() && is("RoutesReady", "True");
    }

    /** The first condition that is not true, as Knative tells it. */
    Optional<String> complaint() {
        return List.of("ConfigurationsReady", "RoutesReady", "Ready").stream()
                .map(this::condition)
                .flatMap(Optional::stream)
                .filter(condition -> !"True".equals(condition.getStatus()) && condition.getMessage() != null)
                .map(condition -> condition.getType() + ": " + condition.getMessage())
                .findFirst();
    }
}
