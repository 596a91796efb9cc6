package dev.dormouse.e2e;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** A pushed function, asked through the cluster's ingress. */
final class Function {
    static final String SERVICE = "serving.knative.dev/service";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Cluster cluster;
    private final String name;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final String host;

    /** One that is there and gets ready. */
    Function(Cluster cluster, String name) throws InterruptedException {
        this.cluster = cluster;
        this.name = name;
        await(this::isReady, name + " is not ready");
        this.host = URI.create(service().get("status", "url").toString()).getHost();
    }

    String name() {
        return name;
    }

    /** The Knative Service as it is now. */
    GenericKubernetesResource service() {
        GenericKubernetesResource found = cluster.client()
                .genericKubernetesResources("serving.knative.dev/v1", "Service")
                .inNamespace(cluster.namespace())
                .withName(name)
                .get();
        if (found == null) {
            throw new AssertionError("there is no Knative Service " + name + " in " + cluster.namespace());
        }
        return found;
    }

    private boolean isReady() {
        Object conditions = service().get("status", "conditions");
        return conditions instanceof List<?> list
                && list.stream()
                        .anyMatch(one -> one instanceof Map<?, ?> condition
                                && "Ready".equals(condition.get("type"))
                                && "True".equals(condition.get("status")));
    }

    /** The image that the newest version asks for. */
    String image() {
        return service()
                .get("spec", "template", "spec", "containers", 0, "image")
                .toString();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(Cluster.ingress().resolve(path))
                .header("Host", host)
                .timeout(PATIENCE);
    }

    HttpRequest json(String body) {
        return request("/" + name)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    HttpResponse<String> send(HttpRequest request) throws Exception {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> sendLater(HttpRequest request) {
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String body) throws Exception {
        return send(json(body));
    }

    private List<Pod> allPods() {
        return cluster.client()
                .pods()
                .inNamespace(cluster.namespace())
                .withLabel(SERVICE, name)
                .list()
                .getItems();
    }

    /** Pods that are not yet told to end. */
    List<Pod> pods() {
        return allPods().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    /** Of all pods, also such as drain. */
    Set<String> podIds() {
        return allPods().stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
    }

    /** Shares and tags as they are asked for. */
    String traffic() {
        return String.valueOf(service().<Object>get("spec", "traffic"));
    }

    /** An annotation of the Knative Service. */
    Optional<String> mark(String key) {
        return Optional.ofNullable(service().getMetadata().getAnnotations().get(key));
    }

    /** Whether Knative wants no pod of it and none is left but such as drain. */
    boolean sleeps() {
        return cluster
                        .client()
                        .apps()
                        .deployments()
                        .inNamespace(cluster.namespace())
                        .withLabel(SERVICE, name)
                        .list()
                        .getItems()
                        .stream()
                        .allMatch(deployment -> deployment.getSpec().getReplicas() == 0)
                && pods().isEmpty();
    }

    /**
     * Waits until the platform has put it to sleep by itself; nothing is forced. Then a second more, after which no router
     * takes a draining pod for one that serves.
     */
    void awaitSleep() throws InterruptedException {
        do {
            await(this::sleeps, name + " does not go to sleep");
            Thread.sleep(1_000);
        } while (!sleeps());
    }

    static void await(BooleanSupplier condition, String otherwise) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError(otherwise + " within " + PATIENCE.toSeconds() + " s");
            }
            Thread.sleep(100);
        }
    }
}
