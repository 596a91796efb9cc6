package dev.dormouse.cli;

import dev.dormouse.image.Base;
import dev.dormouse.image.BuildFolder;
import dev.dormouse.image.Destination;
import dev.dormouse.image.Engine;
import dev.dormouse.image.FunctionImages;
import dev.dormouse.image.ImageReport;
import dev.dormouse.image.Platform;
import dev.dormouse.knative.resources.DeployOptions;
import dev.dormouse.knative.resources.FunctionService;
import dev.dormouse.knative.resources.KubeObject;
import dev.dormouse.plan.Plan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Makes function images for commands: finds Dormouse's build and the bundle, and gives failures their advice. */
final class ImageMaker {
    private final Environment environment;
    private final TargetCompiler compiler;

    ImageMaker(Environment environment, TargetCompiler compiler) {
        this.environment = environment;
        this.compiler = compiler;
    }

    /** The bundle of a target, compiled if it is none yet. */
    Path bundle(Target target) throws IOException {
        return target instanceof Target.BundleFolder folder
                ? folder.path()
                : new BundleCache(environment.cache()).bundle(compiler.require(target));
    }

    /**
     * Makes the image of a bundle and brings it to its destination.
     *
     * @throws CommandFailure if it cannot be made, written or pushed
     */
    ImageReport make(Path bundle, Platform platform, Base base, Destination destination) throws IOException {
        return ImageFailures.telling(() -> images().make(bundle, platform, base, destination));
    }

    /**
     * Makes the images of several bundles and writes them into one tar, with their resources.
     *
     * @throws CommandFailure if one cannot be made, or the tar not written
     */
    List<ImageReport> bundle(List<Path> bundles, Platform platform, Base base, Path file) throws IOException {
        return ImageFailures.telling(() -> images().bundle(bundles, platform, base, ImageMaker::yaml, file));
    }

    private static String yaml(Plan plan, String image) {
        return KubeObject.yaml(List.of(
                FunctionService.of(plan, DeployOptions.of(plan.metadata().name(), image))));
    }

    private FunctionImages images() {
        Path build = environment
                .build()
                .filter(Files::isDirectory)
                .orElseThrow(() -> CommandFailure.unusable(
                        "this command line was started without ./dormouse, which stages the function app",
                        "./dormouse image TARGET --tar image.tar"));
        return new FunctionImages(
                new BuildFolder(build),
                Path.of(System.getProperty("java.home", "")),
                this::rehearsal,
                environment.cache().resolve("pushed"),
                line -> environment.err().println("dormouse: " + line));
    }

    /** A sample that needs these engines or fewer, compiled; the same for the same engines. */
    private Path rehearsal(Set<Engine> engines) throws IOException {
        if (!engines.contains(Engine.ONNX)) {
            return bundle(Target.find(plainManifest()));
        }
        Path samples = environment.home().orElse(Path.of("")).resolve("samples");
        return bundle(Target.find(samples.resolve(engines.contains(Engine.TOKENIZER) ? "sentiment-en" : "wine")));
    }

    /** A pipeline of plain steps alone, which no sample is. */
    private Path plainManifest() throws IOException {
        Path folder = Files.createDirectories(environment.cache().resolve("rehearsal"));
        Path manifest = folder.resolve("plain.yaml");
        try (InputStream text = ImageMaker.class.getResourceAsStream("/rehearsal/plain.yaml")) {
            Files.write(manifest, Objects.requireNonNull(text).readAllBytes());
        }
        return manifest;
    }
}
