package dev.dormouse.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** From a manifest to a function on a cluster. */
@Command(
        name = "push",
        description = {
            "Compiles, and makes a function of it on a Knative cluster.",
            "A new version gets traffic only after it is ready and its examples pass at its own address;"
                    + " one that fails is taken back, and what served before serves on."
        })
final class PushCommand implements Callable<Integer> {
    private final Environment environment;
    private final TargetCompiler compiler;

    @Parameters(paramLabel = "TARGET", description = "A manifest, its folder, a bundle, or a model file.")
    private Path target = Path.of("");

    @Mixin
    private ClusterChoice cluster = new ClusterChoice();

    @Option(
            names = "--registry",
            paramLabel = "HOST/PREFIX",
            description = "Where the image goes, as HOST/PREFIX/NAME; also DORMOUSE_REGISTRY.")
    private @Nullable String registry;

    @Mixin
    private RegistryTrust trust = new RegistryTrust();

    @Mixin
    private FoundationChoice foundation = new FoundationChoice();

    @Option(
            names = "--image",
            paramLabel = "REF",
            description = "An image that is there already, by digest, instead: REGISTRY/NAME@sha256:…")
    private @Nullable String image;

    @Option(names = "--name", paramLabel = "NAME", description = "Another name than the pipeline's.")
    private @Nullable String name;

    @Option(
            names = "--traffic",
            paramLabel = "PERCENT",
            defaultValue = "100",
            description = "How much of the traffic the new version gets, 1 to 100; ${DEFAULT-VALUE} if left out.")
    private int traffic;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "5m",
            description = "How long the cluster may take, ${DEFAULT-VALUE} if left out.")
    private String timeout = "";

    @Option(
            names = "--ingress",
            paramLabel = "HOST[:PORT]",
            defaultValue = "${env:DORMOUSE_INGRESS}",
            description =
                    "The ingress' address, where functions' hosts do not resolve from here; also DORMOUSE_INGRESS.")
    private @Nullable String ingress;

    PushCommand(Environment environment, TargetCompiler compiler) {
        this.environment = environment;
        this.compiler = compiler;
    }

    @Override
    public Integer call() throws IOException {
        if (traffic < 1 || traffic > 100) {
            throw CommandFailure.unusable("--traffic " + traffic + " is none: 1 to 100", "--traffic 10");
        }
        Duration limit = Durations.parse("--timeout", timeout);
        Push.Wishes wishes = new Push.Wishes(source(), Optional.ofNullable(name), traffic, limit, text(ingress));
        return new Push(environment, compiler, cluster.options(), wishes).run(Target.find(target));
    }

    private Push.Source source() {
        if (image != null) {
            requireNothingElse(image);
            return new Push.Given(image);
        }
        String prefix = text(registry)
                .or(() -> text(System.getenv("DORMOUSE_REGISTRY")))
                .orElseThrow(
                        () -> CommandFailure.unusable(
                                "push does not know which registry the image goes to",
                                "--registry HOST/PREFIX or DORMOUSE_REGISTRY, one from which the cluster pulls; or --image REF"));
        return new Push.Made(prefix.replaceAll("/+$", ""), trust.insecure(), foundation.platform(), foundation.base());
    }

    /** An image that is there already is made of nothing and goes nowhere. */
    private void requireNothingElse(String image) {
        Optional<String> idle = registry != null
                ? Optional.of("--registry")
                : trust.insecure() ? Optional.of("--insecure-registry") : foundation.given();
        if (idle.isPresent()) {
            throw CommandFailure.unusable(
                    idle.get() + " is for an image that push makes, and " + image + " is there already",
                    "--image alone, or " + idle.get() + " without --image");
        }
    }

    private static Optional<String> text(@Nullable String option) {
        return Optional.ofNullable(option).filter(text -> !text.isBlank());
    }
}
