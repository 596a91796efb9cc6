package dev.dormouse.cli;

import dev.dormouse.engine.Bundle;
import dev.dormouse.image.Base;
import dev.dormouse.image.ByteCount;
import dev.dormouse.image.Destination;
import dev.dormouse.image.ImageReport;
import dev.dormouse.image.Platform;
import dev.dormouse.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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

    @Option(names = "--to", paramLabel = "REGISTRY/NAME:TAG", description = "Push it there; TAG is latest if left out.")
    private @Nullable String to;

    @Option(names = "--tar", paramLabel = "FILE", description = "Write it to this file.")
    private @Nullable Path tar;

    @Option(
            names = "--platform",
            paramLabel = "OS/ARCH",
            description = "linux/amd64 or linux/arm64; this machine's if left out.")
    private @Nullable String platform;

    @Option(
            names = "--base",
            paramLabel = "REGISTRY/IMAGE",
            description = "Build on this image, which holds glibc and Java, instead of this machine's own.")
    private @Nullable String base;

    @Option(
            names = "--insecure-registry",
            description = "Speak plain http, or https with any certificate; to this machine plain http always goes.")
    private boolean insecure;

    ImageCommand(Environment environment, TargetCompiler compiler) {
        this.environment = environment;
        this.maker = new ImageMaker(environment, compiler);
    }

    @Override
    public Integer call() throws IOException {
        Platform wanted = platform();
        Path bundle = maker.bundle(Target.find(target));
        ImageReport report = maker.make(bundle, wanted, base(), destination(bundle));
        print(report);
        return 0;
    }

    private Platform platform() {
        try {
            return platform == null ? Platform.ofThisMachine() : Platform.parse(platform);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.unusable(String.valueOf(e.getMessage()), "--platform linux/amd64");
        }
    }

    private Base base() {
        return base == null ? new Base.ThisMachine() : new Base.Registry(base, insecure);
    }

    private Destination destination(Path bundle) {
        if (to != null && tar == null) {
            return new Destination.Registry(to, insecure);
        }
        if (to == null && tar != null) {
            Path folder = tar.toAbsolutePath().getParent();
            if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(tar)) {
                throw CommandFailure.unusable(tar + " cannot be written: it is a folder or in none", "another --tar");
            }
            return new Destination.TarFile(tar, localName(bundle));
        }
        throw CommandFailure.unusable(
                "image needs --to REGISTRY/NAME:TAG or --tar FILE", "dormouse image " + target + " --tar image.tar");
    }

    /** What the image is called in a tar: name and version of the pipeline. */
    private static String localName(Path bundle) {
        Plan.Metadata metadata = Bundle.open(bundle).plan().metadata();
        String tag = metadata.version().isEmpty() ? "latest" : metadata.version();
        return "dormouse.local/" + metadata.name().toLowerCase(Locale.ROOT) + ":"
                + tag.replaceAll("[^A-Za-z0-9_.-]", "-");
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
