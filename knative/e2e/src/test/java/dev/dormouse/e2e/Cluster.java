package dev.dormouse.e2e;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * The cluster that the tests run on, and a namespace of their own there: KUBECONFIG, DORMOUSE_E2E_REGISTRY (HOST/PREFIX
 * that takes images) and DORMOUSE_E2E_INGRESS (http://ADDRESS of the ingress) say which.
 */
final class Cluster implements AutoCloseable {
    private final KubernetesClient client;
    private final String namespace;

    private Cluster(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Makes a namespace named after the test. */
    static Cluster join(Class<?> test) {
        KubernetesClient client = new KubernetesClientBuilder().build();
        String name = "e2e-" + test.getSimpleName().replace("IT", "").toLowerCase(Locale.ROOT) + "-"
                + Long.toString(System.nanoTime() & 0xffffff, 36);
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        return new Cluster(client, name);
    }

    KubernetesClient client() {
        return client;
    }

    String namespace() {
        return namespace;
    }

    static String registry() {
        return required("DORMOUSE_E2E_REGISTRY");
    }

    static URI ingress() {
        return URI.create(required("DORMOUSE_E2E_INGRESS"));
    }

    private static String required(String variable) {
        return Optional.ofNullable(System.getenv(variable))
                .orElseThrow(() -> new IllegalStateException(
                        variable + " is not set; knative/e2e/README.md says what the tests need"));
    }

    /** Deletes the namespace without waiting for it. */
    @Override
    public void close() {
        client.namespaces().withName(namespace).delete();
        client.close();
    }
}
