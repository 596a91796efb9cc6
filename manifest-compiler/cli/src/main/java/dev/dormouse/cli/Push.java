package dev.dormouse.cli;

import dev.dormouse.engine.Bundle;
import dev.dormouse.image.Base;
import dev.dormouse.image.ByteCount;
import dev.dormouse.image.Destination;
import dev.dormouse.image.ImageReport;
import dev.dormouse.image.Platform;
import dev.dormouse.knative.client.Cluster;
import dev.dormouse.knative.client.ClusterOptions;
import dev.dormouse.knative.client.Deployed;
import dev.dormouse.knative.client.Ingress;
import dev.dormouse.knative.client.Rollout;
import dev.dormouse.knative.resources.DeployOptions;
import dev.dormouse.knative.resources.FunctionService;
import dev.dormouse.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One push: plan, image, revision, gate, traffic. Apart from the command, so that only a push loads the client. */
final class Push {
    private final Environment environment;
    private final TargetCompiler compiler;
    private final ClusterOptions where;
    private final Wishes wishes;
    private final Map<String, Duration> times = new LinkedHashMap<>();
    private final long begin = System.nanoTime();

    /** Where the image comes from. */
    sealed interface Source permits Given, Made {}

    /** It is there already. */
    record Given(String reference) implements Source {}

    /** It is made, on this base, and goes to this registry. */
    record Made(String registry, boolean insecure, Platform platform, Base base) implements Source {}

    /** What the command line says. */
    record Wishes(Source source, Optional<String> name, int percent, Duration limit, Optional<String> ingress) {}

    Push(Environment environment, TargetCompiler compiler, ClusterOptions where, Wishes wishes) {
        this.environment = environment;
        this.compiler = compiler;
        this.where = where;
        this.wishes = wishes;
    }

    int run(Target target) throws IOException {
        try (Cluster cluster = Cluster.connect(where)) {
            ImageMaker maker = new ImageMaker(environment, compiler);
            Path bundle = maker.bundle(target);
            Plan plan = Bundle.open(bundle).plan();
            time("compile", begin);
            // before anything is made: names that no cluster takes, and a cluster that cannot take it
            DeployOptions named = options(plan, "unknown").withNamespace(cluster.namespace());
            FunctionService.of(plan, named);
            cluster.check();
            DeployOptions options =
                    options(plan, image(maker, bundle, named.name())).withNamespace(cluster.namespace());
            requirePinned(options);
            Deployed deployed = new Rollout(cluster, new Ingress(cluster, wishes.ingress()), this::tell, wishes.limit())
                    .deploy(FunctionService.of(plan, options), plan, wishes.percent());
            times.putAll(deployed.phases());
            report(plan, options, deployed);
            return 0;
        }
    }

    private String image(ImageMaker maker, Path bundle, String name) throws IOException {
        if (wishes.source() instanceof Given given) {
            return given.reference();
        }
        Made made = (Made) wishes.source();
        long start = System.nanoTime();
        ImageReport report = maker.make(
                bundle,
                made.platform(),
                made.base(),
                new Destination.Registry(made.registry() + "/" + name, made.insecure()));
        time("image", start);
        tell("image " + report.reference() + ", " + ByteCount.of(report.size()) + ", of these "
                + ByteCount.of(report.uploaded()) + " uploaded");
        report.notes().forEach(this::tell);
        return report.reference();
    }

    private static void requirePinned(DeployOptions options) {
        if (!options.isPinned()) {
            throw CommandFailure.unusable(
                    options.image() + " names no digest, so another image could take its place unseen",
                    "--image REGISTRY/NAME@sha256:…   as the registry or 'dormouse image' tells it");
        }
    }

    private DeployOptions options(Plan plan, String image) {
        return DeployOptions.of(wishes.name().orElse(plan.metadata().name()), image);
    }

    private void time(String phase, long start) {
        times.put(phase, Duration.ofNanos(System.nanoTime() - start));
    }

    private void tell(String line) {
        environment.err().printf(Locale.ROOT, "[%5.1f s] %s%n", (System.nanoTime() - begin) / 1e9, line);
    }

    private void report(Plan plan, DeployOptions options, Deployed deployed) throws IOException {
        String title = (options.name() + " " + plan.metadata().version()).strip();
        String share = deployed.traffic().percentages().size() == 1
                ? ""
                : " with " + deployed.traffic().percentages().getOrDefault(deployed.revision(), 0)
                        + " % of the traffic";
        String state = deployed.unchanged() ? " was live already" : " is live";
        tell(title + state + share);
        environment.out().println(deployed.url());
        environment
                .err()
                .println("times: "
                        + times.entrySet().stream()
                                .map(time -> time.getKey() + " " + seconds(time.getValue()))
                                .collect(Collectors.joining(", "))
                        + "; together " + seconds(Duration.ofNanos(System.nanoTime() - begin)));
        environment.err().println("Ask it:\n  " + curl(plan, deployed));
    }

    private String curl(Plan plan, Deployed deployed) throws IOException {
        String url = deployed.url().toString();
        if (deployed.ingress().isEmpty()) {
            return new Greeting(plan, url, environment.cache()).curl("");
        }
        String host = deployed.url().getHost();
        return new Greeting(plan, url, environment.cache())
                .curl("--connect-to " + host + "::" + deployed.ingress().get());
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }
}
