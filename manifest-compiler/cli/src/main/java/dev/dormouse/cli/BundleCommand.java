package dev.dormouse.cli;

import dev.dormouse.image.ByteCount;
import dev.dormouse.image.ImageReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Packs functions for machines without a network. */
@Command(
        name = "bundle",
        description = {
            "Packs pipelines for a machine without a network into one file: images, Knative resources, digests.",
            "'dormouse install FILE' takes it there; it is also an OCI image layout, which 'ctr image import' takes."
        })
final class BundleCommand implements Callable<Integer> {
    private final Environment environment;
    private final ImageMaker maker;

    @Parameters(
            arity = "1..*",
            paramLabel = "TARGET",
            description = "Manifests, their folders, bundles, or model files.")
    private List<Path> targets = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE.tar",
            description = "The file to write.")
    private Path output = Path.of("");

    @Mixin
    private FoundationChoice foundation = new FoundationChoice();

    BundleCommand(Environment environment, TargetCompiler compiler) {
        this.environment = environment;
        this.maker = new ImageMaker(environment, compiler);
    }

    @Override
    public Integer call() throws IOException {
        OutputFile.check(output, "--output");
        List<Path> bundles = new ArrayList<>();
        for (Path target : targets) {
            bundles.add(maker.bundle(Target.find(target)));
        }
        List<ImageReport> reports = maker.bundle(bundles, foundation.platform(), foundation.base(), output);
        for (ImageReport report : reports) {
            environment.out().println(report.reference() + "  " + ByteCount.of(report.size()));
            report.notes().forEach(note -> environment.out().println("note: " + note));
        }
        environment
                .out()
                .println(output + ": " + ByteCount.of(Files.size(output)) + " for " + foundation.platform()
                        + "; there: dormouse install " + output.getFileName()
                        + " --containerd /run/containerd/containerd.sock");
        return 0;
    }
}
