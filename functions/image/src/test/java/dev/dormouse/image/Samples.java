package dev.dormouse.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.compiler.Compilation;
import dev.dormouse.compiler.ManifestCompiler;
import dev.dormouse.compiler.diagnostic.TextReport;
import dev.dormouse.compiler.emit.BundleWriter;
import dev.dormouse.step.StepCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Bundles of the samples. */
final class Samples {
    static final Path ROOT = Path.of(System.getProperty("dormouse.root", "../.."));

    private Samples() {}

    static Path compile(String name, Path into) throws IOException {
        return compile(ROOT.resolve("samples").resolve(name).resolve("manifest.yaml"), into.resolve(name), into);
    }

    static Path compile(Path manifest, Path bundle, Path cache) throws IOException {
        Compilation compilation = ManifestCompiler.create(
                        StepCatalogue.load(), Optional.of(ROOT), cache.resolve("cache"))
                .compile(manifest);
        assertThat(compilation.compiled())
                .as(TextReport.of(compilation.findings()))
                .isPresent();
        BundleWriter.write(compilation.compiled().orElseThrow(), bundle);
        return bundle;
    }
}
