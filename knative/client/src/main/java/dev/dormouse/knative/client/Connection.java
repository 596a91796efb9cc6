package dev.dormouse.knative.client;

import dev.dormouse.knative.client.ClusterException.Reason;
import dev.dormouse.knative.resources.NameRules;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A kubeconfig's context, or a pod's own service account, with limits that suit a person who waits. */
record Connection(Config config, String namespace) {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int REQUEST_MILLIS = 30_000;
    private static final int RETRIES = 2;
    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

    static Connection of(ClusterOptions options) {
        options.namespace().ifPresent(NameRules::checkNamespace);
        Config config = read(options.context());
        options.context().ifPresent(context -> requireContext(config, context));
        if (config.getCurrentContext() == null && !Files.exists(SERVICE_ACCOUNT)) {
            throw new ClusterException(
                    Reason.NO_CONTEXT,
                    config.getContexts().isEmpty()
                            ? noContext()
                            : "the kubeconfig has no current context; it has " + names(config.getContexts()));
        }
        String own = config.getNamespace() == null ? "default" : config.getNamespace();
        return new Connection(config, options.namespace().orElse(own));
    }

    private static Config read(Optional<String> context) {
        try {
            return Config.autoConfigure(context.orElse(null));
        } catch (RuntimeException e) {
            throw new ClusterException(Reason.NO_CONTEXT, "the kubeconfig cannot be read: " + rootMessage(e), e);
        }
    }

    private static String noContext() {
        String named = System.getenv("KUBECONFIG");
        if (named == null || named.isBlank()) {
            return "no cluster is named: KUBECONFIG is not set, and ~/.kube/config is missing or has no current context"
                    + " that it holds";
        }
        boolean missing = Arrays.stream(named.split(File.pathSeparator)).noneMatch(file -> new File(file).exists());
        return missing
                ? "KUBECONFIG names " + named + ", which does not exist"
                : "the kubeconfig " + named + " has no current context that it holds";
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage()).strip();
        int line = message.indexOf('\n');
        return line < 0 ? message : message.substring(0, line);
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
        try {
            return new KubernetesClientBuilder().withConfig(config).build();
        } catch (RuntimeException e) {
            throw new ClusterException(
                    Reason.NO_CONTEXT, "what the kubeconfig says cannot be used: " + rootMessage(e), e);
        }
    }
}
