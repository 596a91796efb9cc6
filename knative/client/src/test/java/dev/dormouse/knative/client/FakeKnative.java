package dev.dormouse.knative.client;

import dev.dormouse.knative.resources.Marks;
import io.fabric8.knative.serving.v1.Revision;
import io.fabric8.knative.serving.v1.RevisionBuilder;
import io.fabric8.knative.serving.v1.RevisionListBuilder;
import io.fabric8.knative.serving.v1.Service;
import io.fabric8.knative.serving.v1.ServiceBuilder;
import io.fabric8.knative.serving.v1.TrafficTarget;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * As much of Knative as a push meets, over a {@link FakeApi}: one service and its revisions, each ready at once, routes set
 * up at once. Pods, and whatever else an API server may answer, are told to the API server itself.
 */
final class FakeKnative {
    static final String SERVICES = "/apis/serving.knative.dev/v1/namespaces/demo/services";
    static final String REVISIONS = "/apis/serving.knative.dev/v1/namespaces/demo/revisions";
    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    private final FakeApi api;
    private final String name;
    private final Map<String, Revision> revisions = new LinkedHashMap<>();
    private Optional<Service> service = Optional.empty();
    private long version;
    private boolean routed = true;
    private final AtomicInteger silent = new AtomicInteger();

    FakeKnative(FakeApi api, String name) {
        this.api = api.withKnative();
        this.name = name;
        api.on("POST " + SERVICES, this::write);
        api.on("PUT " + SERVICES + "/" + name, this::write);
        api.on(
                "GET " + SERVICES + "/" + name,
                request -> service.map(FakeKnative::found).orElseGet(FakeKnative::missing));
        api.on("DELETE " + SERVICES + "/" + name, request -> {
            service = Optional.empty();
            revisions.clear();
            return new FakeApi.Answer(200, "{\"kind\":\"Status\",\"status\":\"Success\"}");
        });
        api.on(
                "GET " + REVISIONS,
                request -> found(new RevisionListBuilder()
                        .withItems(List.copyOf(revisions.values()))
                        .build()));
    }

    /** A revision that is ready. */
    static RevisionBuilder ready(String revision) {
        return new RevisionBuilder()
                .withNewMetadata()
                .withName(revision)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus();
    }

    /** So often, whoever asks for a revision gets 503. */
    FakeKnative silentFor(int requests) {
        silent.set(requests);
        return this;
    }

    /** From here on Knative does not set up what it is asked for. */
    FakeKnative withoutRoutes() {
        routed = false;
        return this;
    }

    /** That revision does not start. */
    void fail(String revision) {
        revisions.computeIfPresent(
                revision,
                (name, ready) -> new RevisionBuilder(ready)
                        .editStatus()
                        .editFirstCondition()
                        .withStatus("False")
                        .endCondition()
                        .endStatus()
                        .build());
    }

    Optional<Service> service() {
        return service;
    }

    List<String> revisions() {
        return List.copyOf(revisions.keySet());
    }

    private synchronized FakeApi.Answer write(FakeApi.Request request) {
        Service written = JSON.unmarshal(request.body(), Service.class);
        String read = written.getMetadata().getResourceVersion();
        if (service.isPresent() && !Long.toString(version).equals(read)) {
            return new FakeApi.Answer(409, FakeApi.status(409, "the object has been modified"));
        }
        version++;
        addRevision(written);
        service = Optional.of(new ServiceBuilder(written)
                .editMetadata()
                .withNamespace("demo")
                .withResourceVersion(Long.toString(version))
                .withGeneration(version)
                .endMetadata()
                .withNewStatus()
                .withObservedGeneration(version)
                .withUrl("http://" + name + ".demo.invalid")
                .withTraffic(addresses(written.getSpec().getTraffic()))
                .addNewCondition()
                .withType("RoutesReady")
                .withStatus(routed ? "True" : "Unknown")
                .withMessage(routed ? null : "Ingress has not yet been reconciled.")
                .endCondition()
                .addNewCondition()
                .withType("Ready")
                .withStatus(routed ? "True" : "Unknown")
                .endCondition()
                .endStatus()
                .build());
        return found(service.get());
    }

    private void addRevision(Service written) {
        String revision = written.getSpec().getTemplate().getMetadata().getName();
        if (!revisions.containsKey(revision)) {
            revisions.put(
                    revision,
                    ready(revision)
                            .editMetadata()
                            .withNamespace("demo")
                            .withUid(UUID.randomUUID().toString())
                            .withCreationTimestamp("2026-01-01T00:00:%02dZ".formatted(revisions.size()))
                            .withLabels(Map.of(Cluster.SERVICE_LABEL, name, Marks.MANAGED_BY, Marks.OWN))
                            .endMetadata()
                            .build());
            String path = REVISIONS + "/" + revision;
            api.on("GET " + path, request -> {
                if (silent.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    return new FakeApi.Answer(503, FakeApi.status(503, "starting"));
                }
                return Optional.ofNullable(revisions.get(revision))
                        .map(FakeKnative::found)
                        .orElseGet(FakeKnative::missing);
            });
            api.on("DELETE " + path, request -> {
                revisions.remove(revision);
                return new FakeApi.Answer(200, "{\"kind\":\"Status\",\"status\":\"Success\"}");
            });
        }
    }

    private List<TrafficTarget> addresses(List<TrafficTarget> asked) {
        List<TrafficTarget> set = new ArrayList<>();
        for (TrafficTarget target : asked) {
            set.add(new TrafficTarget(
                    target.getConfigurationName(),
                    target.getLatestRevision(),
                    target.getPercent(),
                    target.getRevisionName(),
                    target.getTag(),
                    target.getTag() == null ? null : "http://" + target.getTag() + "-" + name + ".demo.invalid"));
        }
        return set;
    }

    private static FakeApi.Answer found(Object object) {
        return new FakeApi.Answer(200, JSON.asJson(object));
    }

    private static FakeApi.Answer missing() {
        return new FakeApi.Answer(404, FakeApi.status(404, "not found"));
    }
}
