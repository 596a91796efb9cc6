package dev.dormouse.cli;

import dev.dormouse.knative.resources.DeployOptions;
import dev.dormouse.knative.resources.EventTrigger;
import dev.dormouse.knative.resources.FunctionService;
import dev.dormouse.knative.resources.KserveRuntime;
import dev.dormouse.knative.resources.KubeObject;
import dev.dormouse.knative.resources.MetricsMonitor;
import dev.dormouse.knative.resources.TriggerOptions;
import dev.dormouse.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the Kubernetes resources of a pipeline; sends nothing. */
@Command(
        name = "render",
        description = {
            "Prints what a push would make on a cluster as YAML, for kubectl apply -f - or a repository.",
            "Needs no cluster; the same input gives the same bytes."
        })
final class RenderCommand implements Callable<Integer> {
    private final Environment environment;
    private final TargetCompiler compiler;

    @Parameters(paramLabel = "TARGET", description = "A manifest, its folder, a bundle, or a model file.")
    private Path target = Path.of("");

    @Option(
            names = "--image",
            required = true,
            paramLabel = "REF",
            description = "The function's image, best by digest: REGISTRY/NAME@sha256:…")
    private String image = "";

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "Written into the resources; left to kubectl if left out.")
    private @Nullable String namespace;

    @Option(names = "--name", paramLabel = "NAME", description = "Another name than the pipeline's.")
    private @Nullable String name;

    @Option(names = "--h2c", description = "gRPC (HTTP/2 without TLS, port 9000) instead of HTTP.")
    private boolean h2c;

    @Option(
            names = "--trigger",
            paramLabel = "BROKER",
            description = "Also a Knative Eventing Trigger that brings the broker's events.")
    private @Nullable String broker;

    @Option(names = "--event-type", paramLabel = "TYPE", description = "Only events of this type, with --trigger.")
    private @Nullable String eventType;

    @Option(names = "--event-source", paramLabel = "URI", description = "Only events of this source, with --trigger.")
    private @Nullable String eventSource;

    @Option(
            names = "--dead-letter",
            paramLabel = "URL|NAME",
            description = "Where undeliverable events go, with --trigger: a URL or a Knative Service.")
    private @Nullable String deadLetter;

    @Option(
            names = "--kserve",
            description = "KServe's ServingRuntime and InferenceService instead of a Knative Service.")
    private boolean kserve;

    @Option(names = "--monitor", description = "Also a Prometheus operator's PodMonitor.")
    private boolean monitor;

    RenderCommand(Environment environment, TargetCompiler compiler) {
        this.environment = environment;
        this.compiler = compiler;
    }

    @Override
    public Integer call() throws IOException {
        if (broker == null && (eventType != null || eventSource != null || deadLetter != null)) {
            throw CommandFailure.unusable(
                    "--event-type, --event-source and --dead-letter say something about a trigger", "--trigger BROKER");
        }
        Plan plan = compiler.load(Target.find(target)).plan();
        DeployOptions options = DeployOptions.of(name == null ? plan.metadata().name() : name, image)
                .withDoor(h2c ? DeployOptions.Door.H2C : DeployOptions.Door.HTTP);
        if (namespace != null) {
            options = options.withNamespace(namespace);
        }
        if (!options.isPinned()) {
            environment
                    .err()
                    .println("dormouse: " + image + " names no digest: the revision stays the same when the tag moves");
        }
        environment.out().print(KubeObject.yaml(objects(plan, options)));
        return 0;
    }

    private List<KubeObject> objects(Plan plan, DeployOptions options) {
        List<KubeObject> objects = new ArrayList<>();
        if (kserve) {
            objects.addAll(KserveRuntime.of(plan, options));
        } else {
            objects.add(FunctionService.of(plan, options));
        }
        if (broker != null) {
            TriggerOptions trigger = new TriggerOptions(
                    broker,
                    Optional.ofNullable(eventType),
                    Optional.ofNullable(eventSource),
                    Optional.ofNullable(deadLetter));
            objects.add(EventTrigger.of(plan, options, trigger));
        }
        if (monitor) {
            objects.add(MetricsMonitor.of(plan, options));
        }
        return objects;
    }
}
