package dev.dormouse.knative.client;

import dev.dormouse.knative.client.ClusterException.Reason;
import dev.dormouse.knative.resources.KubeObject;
import dev.dormouse.knative.resources.Marks;
import dev.dormouse.knative.resources.NameRules;
import io.fabric8.knative.client.KnativeClient;
import io.fabric8.knative.serving.v1.Revision;
import io.fabric8.knative.serving.v1.Service;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A connection to one namespace of one cluster; every refusal comes as a {@link ClusterException}. */
public final class Cluster implements AutoCloseable {
    static final String SERVICE_LABEL = "serving.knative.dev/service";
    static final String REVISION_LABEL = "serving.knative.dev/revision";
    private static final String REVISION_UID = "serving.knative.dev/revisionUID";
    private static final String SERVING = "serving.knative.dev";

    private final KubernetesClient client;
    private final KnativeClient knative;
    private final String namespace;

    private Cluster(KubernetesClient client, String namespace) {
        this.client = client;
        this.knative = client.adapt(KnativeClient.class);
        this.namespace = namespace;
    }

    /**
     * Reads the kubeconfig; nothing is sent yet.
     *
     * @throws ClusterException if there is none, or not that context
     */
    public static Cluster connect(ClusterOptions options) {
        return over(Connection.of(options));
    }

    static Cluster over(Connection connection) {
        return new Cluster(connection.open(), connection.namespace());
    }

    /**
     * Asks whether functions can be deployed here at all, before anything is made for it.
     *
     * @throws ClusterException if there is no answer, no Knative or no such namespace
     */
    public void check() {
        requireKnative();
        requireNamespace();
    }

    public String namespace() {
        return namespace;
    }

    /** The address of the API server. */
    String address() {
        return String.valueOf(client.getMasterUrl());
    }

    KubernetesClient client() {
        return client;
    }

    /** @throws dev.dormouse.knative.resources.RefusedName if no function can be called so */
    Optional<Service> service(String name) {
        NameRules.checkFunction(name);
        Optional<Service> service = ask(() -> Optional.ofNullable(
                knative.services().inNamespace(namespace).withName(name).get()));
        if (service.isEmpty()) {
            requireKnative();
        }
        return service;
    }

    /** @throws ClusterException NOT_FOUND if there is none */
    Service require(String name) {
        return service(name)
                .orElseThrow(() -> new ClusterException(
                        Reason.NOT_FOUND, "there is no function " + name + " in the namespace " + namespace));
    }

    /** Everything that was made by Dormouse. */
    List<Service> services(boolean everywhere) {
        requireKnative();
        if (!everywhere) {
            requireNamespace();
        }
        return ask(() -> (everywhere
                        ? knative.services().inAnyNamespace()
                        : knative.services().inNamespace(namespace))
                .withLabel(Marks.MANAGED_BY, Marks.OWN)
                .list()
                .getItems());
    }

    Service typed(KubeObject service) {
        return client.getKubernetesSerialization().convertValue(service.fields(), Service.class);
    }

    Service create(Service service) {
        return ask(() ->
                knative.services().inNamespace(namespace).resource(service).create());
    }

    /** @throws ClusterException CONFLICT if it was changed since it was read */
    Service replace(Service service) {
        return ask(() -> knative.services()
                .inNamespace(namespace)
                .resource(service)
                .lockResourceVersion(service.getMetadata().getResourceVersion())
                .update());
    }

    /** Deletes a service; what is under it follows. */
    void deleteService(String name) {
        ask(() -> knative.services()
                .inNamespace(namespace)
                .withName(name)
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete());
    }

    /** Whether nothing is left of a service that could be in the way of a new one of its name; pods may still drain. */
    boolean isGone(String name) {
        return service(name).isEmpty()
                && revisions(name).isEmpty()
                && ask(() -> knative.configurations()
                                .inNamespace(namespace)
                                .withName(name)
                                .get())
                        == null;
    }

    Optional<Revision> revision(String name) {
        return ask(() -> Optional.ofNullable(
                knative.revisions().inNamespace(namespace).withName(name).get()));
    }

    /** Newest first. */
    List<Revision> revisions(String service) {
        return ask(() ->
                knative.revisions().inNamespace(namespace).withLabel(SERVICE_LABEL, service).list().getItems().stream()
                        .sorted(Revisions.NEWEST_FIRST)
                        .toList());
    }

    /** Of every function in reach. */
    List<Revision> revisions(boolean everywhere) {
        return ask(() -> (everywhere
                        ? knative.revisions().inAnyNamespace()
                        : knative.revisions().inNamespace(namespace))
                .withLabel(Marks.MANAGED_BY, Marks.OWN)
                .list()
                .getItems());
    }

    void deleteRevision(String name) {
        ask(() -> knative.revisions().inNamespace(namespace).withName(name).delete());
    }

    /** Of all revisions of a function. */
    List<Pod> pods(String service) {
        NameRules.checkFunction(service);
        return labelled(SERVICE_LABEL, service);
    }

    /** Of just this revision: one that was made anew has the name of the one before, whose pods may still be there. */
    List<Pod> pods(Revision revision) {
        return labelled(REVISION_UID, revision.getMetadata().getUid());
    }

    private List<Pod> labelled(String label, String value) {
        return ask(() -> client.pods()
                .inNamespace(namespace)
                .withLabel(label, value)
                .list()
                .getItems());
    }

    /** Of one object, oldest first. */
    List<Event> events(String object) {
        return ask(() -> client.v1()
                .events()
                .inNamespace(namespace)
                .withField("involvedObject.name", object)
                .list()
                .getItems());
    }

    /** The last lines that a container printed, also if it has ended. */
    String log(String pod, String container, int lines) {
        return ask(() -> client.pods()
                .inNamespace(namespace)
                .withName(pod)
                .inContainer(container)
                .tailingLines(lines)
                .getLog());
    }

    private void requireKnative() {
        if (!ask(() -> client.hasApiGroup(SERVING, true))) {
            throw new ClusterException(
                    Reason.NO_KNATIVE, "the cluster at " + address() + " has no Knative Serving (" + SERVING + ")");
        }
    }

    /** Somebody who may not look at namespaces is told by what comes next. */
    private void requireNamespace() {
        try {
            if (client.namespaces().withName(namespace).get() == null) {
                throw new ClusterException(
                        Reason.NO_NAMESPACE, "there is no namespace " + namespace + " on the cluster");
            }
        } catch (KubernetesClientException e) {
            if (e.getCode() != 403) {
                throw Failures.of(e, address());
            }
        }
    }

    <T> T ask(Supplier<T> request) {
        try {
            return request.get();
        } catch (KubernetesClientException e) {
            throw Failures.of(e, address());
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
