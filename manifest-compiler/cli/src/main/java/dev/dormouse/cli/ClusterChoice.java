package dev.dormouse.cli;

import dev.dormouse.knative.client.ClusterOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which every command that talks to a cluster finds it. */
final class ClusterChoice {
    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "A context of the kubeconfig; the current one if left out.")
    private @Nullable String context;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "A namespace; that of the context if left out.")
    private @Nullable String namespace;

    ClusterOptions options() {
        return new ClusterOptions(Optional.ofNullable(context), Optional.ofNullable(namespace));
    }

    Optional<String> namespace() {
        return Optional.ofNullable(namespace);
    }
}
