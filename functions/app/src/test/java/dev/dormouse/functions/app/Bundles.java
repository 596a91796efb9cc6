package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.compiler.Compilation;
import dev.dormouse.compiler.ManifestCompiler;
import dev.dormouse.compiler.diagnostic.TextReport;
import dev.dormouse.compiler.emit.BundleWriter;
import dev.dormouse.compiler.manifest.BareModel;
import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.step.StepCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Bundles for tests, compiled from the manifests of the test resources and the samples. */
final class Bundles {
    private static final Path ROOT = Path.of(System.getProperty("dormouse.root"));

    private Bundles() {}

    /** Compiles {@code pipelines/NAME.yaml} of the test resources. */
    static Path compile(String name, Path into) throws IOException {
        return compile(Path.of("src/test/resources/pipelines", name + ".yaml"), into.resolve(name));
    }

    /** Compiles a sample. */
    static Path sample(String name, Path into) throws IOException {
        return compile(ROOT.resolve("samples").resolve(name).resolve("manifest.yaml"), into.resolve(name));
    }

    /** Compiles a folder as {@code dormouse run} does: its manifest, or its only model. */
    static Path target(Path folder, Path bundle) throws IOException {
        Path manifest = folder.resolve("manifest.json");
        if (Files.exists(manifest)) {
            return compile(manifest, bundle);
        }
        Path model = BareModel.modelsIn(folder).get(0);
        String text = BareModel.manifestFor(model, StepCatalogue.load());
        return write(compiler(bundle).compile(new SourceFile(model.resolveSibling("model.yaml"), text)), bundle);
    }

    private static Path compile(Path manifest, Path bundle) throws IOException {
        return write(compiler(bundle).compile(manifest), bundle);
    }

    private static ManifestCompiler compiler(Path bundle) {
        return ManifestCompiler.create(
                StepCatalogue.load(), Optional.of(ROOT), bundle.resolveSibling(bundle.getFileName() + ".cache"));
    }

    private static Path write(Compilation compilation, Path bundle) throws IOException {
        assertThat(compilation.compiled())
                .as(TextReport.of(compilation.findings()))
                .isPresent();
        BundleWriter.write(compilation.compiled().orElseThrow(), bundle);
        return bundle;
    }
}
