package dev.dormouse.knative.client;

import dev.dormouse.knative.client.ClusterException.Reason;
import dev.dormouse.knative.resources.NameRules;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A kubeconfig's context, or a pod's own service account, with limits that suit a person who waits. */
record Connection(Config config, String namespace) {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int REQUEST_MILLIS = 30_000;
    private static final int RETRIES = 2;
    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

    static Connection of(ClusterOptions options) {
        options.namespace().ifPresent(NameRules::checkNamespace);
        Config config = Config.autoConfigure(options.context().orElse(null));
        options.context().ifPresent(context -> requireContext(config, context));
        if (config.getCurrentContext() == null && !Files.exists(SERVICE_ACCOUNT)) {
            throw new ClusterException(
                    Reason.NO_CONTEXT,
                    config.getContexts().isEmpty()
                            ? "there is no kubeconfig: neither KUBECONFIG nor ~/.kube/config names a cluster"
                            : "the kubeconfig has no current context; it has " + names(config.getContexts()));
        }
        String own = config.getNamespace() == null ? "default" : config.getNamespace();
        return new Connection(config, options.namespace().orElse(own));
    }

    private static void requireContext(Config config, String context) {
        boolean known =
                config.getContexts().stream().anyMatch(named -> named.getName().equals(context));
        if (!known) {
            throw new ClusterException(
                    Reason.NO_CONTEXT,
                    "there is no context '" + context + "' in the kubeconfig"
                            + (config.getContexts().isEmpty() ? "" : "; it has " + names(config.getContexts())));
        }
    }

    private static String names(List<NamedContext> contexts) {
        return contexts.stream().map(NamedContext::getName).collect(Collectors.joining(", "));
    }

    KubernetesClient open() {
        HttpExchange.allowHost(); // before this client, which is the same kind, is the first
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setRequestTimeout(REQUEST_MILLIS);
        config.setRequestRetryBackoffLimit(RETRIES);
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
