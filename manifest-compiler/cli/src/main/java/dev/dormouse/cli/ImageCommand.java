package dev.dormouse.cli;

import dev.dormouse.engine.Bundle;
import dev.dormouse.image.ByteCount;
import dev.dormouse.image.Destination;
import dev.dormouse.image.FunctionImages;
import dev.dormouse.image.ImageReport;
import dev.dormouse.image.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an OCI image of a pipeline, without a Docker daemon. */
@Command(
        name = "image",
        description = {
            "Makes an OCI image of a pipeline, without a Docker daemon, with only the engines that it needs.",
            "Pushes it to a registry, with the login that Docker's config.json holds, or writes an OCI layout as a tar."
        })
final class ImageCommand implements Callable<Integer> {
    private final Environment environment;
    private final ImageMaker maker;

    @Parameters(paramLabel = "TARGET", description = "A manifest, its folder, a bundle, or a model file.")
    private Path target = Path.of("");

    @Option(
            names = "--to",
            paramLabel = "REGISTRY/NAME:TAG",
            description = "Push it there; TAG is of the image's digest if left out.")
    private @Nullable String to;

    @Option(names = "--tar", paramLabel = "FILE", description = "Write it to this file.")
    private @Nullable Path tar;

    @Mixin
    private FoundationChoice foundation = new FoundationChoice();

    @Mixin
    private RegistryTrust trust = new RegistryTrust();

    ImageCommand(Environment environment, TargetCompiler compiler) {
        this.environment = environment;
        this.maker = new ImageMaker(environment, compiler);
    }

    @Override
    public Integer call() throws IOException {
        Platform platform = foundation.platform();
        checkDestination();
        Path bundle = maker.bundle(Target.find(target));
        print(maker.make(bundle, platform, foundation.base(), destination(bundle)));
        return 0;
    }

    private void checkDestination() {
        if ((to == null) == (tar == null)) {
            throw CommandFailure.unusable(
                    "image needs either --to REGISTRY/NAME:TAG or --tar FILE",
                    "dormouse image " + target + " --tar image.tar");
        }
        if (tar != null) {
            OutputFile.check(tar, "--tar");
        }
    }

    private Destination destination(Path bundle) {
        return to != null
                ? new Destination.Registry(to, trust.insecure())
                : new Destination.TarFile(
                        Objects.requireNonNull(tar),
                        FunctionImages.localName(Bundle.open(bundle).plan(), "dormouse.local"));
    }

    private void print(ImageReport report) {
        for (ImageReport.Layer layer : report.layers()) {
            String fate = layer.uploaded()
                    .map(uploaded -> uploaded ? "  uploaded" : "  already there")
                    .orElse("");
            environment
                    .out()
                    .printf(
                            Locale.ROOT,
                            "%-40s %10s  %s%s%n",
                            layer.name(),
                            ByteCount.of(layer.size()),
                            layer.digest().substring(7, 19),
                            fate);
        }
        environment
                .out()
                .println(ByteCount.of(report.size()) + " compressed, " + report.platform()
                        + (to == null ? "" : ", " + ByteCount.of(report.uploaded()) + " uploaded"));
        report.notes().forEach(note -> environment.out().println("note: " + note));
        environment.out().println(to == null ? tar + ": " + report.reference() : report.reference());
        environment.out().println(report.digest());
    }
}
