package dev.dormouse.compiler.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.compiler.Compilation;
import dev.dormouse.compiler.ManifestCompiler;
import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.emit.BundleWriter;
import dev.dormouse.compiler.manifest.BareModel;
import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.engine.Bundle;
import dev.dormouse.engine.Digests;
import dev.dormouse.plan.Plan;
import dev.dormouse.step.StepCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Keras model in a manifest: the plan has an onnx step over its translation. */
class TranslationsTest {
    private static final Path ZOO =
            Path.of(System.getProperty("dormouse.root")).resolve("runtime/keras/src/test/resources/zoo");

    @TempDir
    Path folder;

    private Compilation compile(String file) throws IOException {
        Path model = folder.resolve(file);
        if (Files.notExists(model)) {
            Files.copy(ZOO.resolve(file), model);
        }
        StepCatalogue catalogue = StepCatalogue.load();
        String manifest = BareModel.manifestFor(model, catalogue);
        return ManifestCompiler.create(catalogue, Optional.empty(), folder.resolve("cache"))
                .compile(new SourceFile(folder.resolve("manifest.yaml"), manifest));
    }

    @Test
    void aPlanHasTheOtherKindAndTheLockTheOriginal() throws IOException {
        for (String file : new String[] {"masked_text.keras", "masked_text.h5"}) {
            Compilation compilation = compile(file);
            assertThat(compilation.findings()).isEmpty();
            Plan.PlanStep step =
                    compilation.compiled().orElseThrow().plan().steps().get(0);
            assertThat(step.kind()).isEqualTo("onnx");
            assertThat(step.artifacts().get("source").name()).isEqualTo(file + ".onnx");
            BundleWriter.write(compilation.compiled().orElseThrow(), folder.resolve("bundle"));
            String lock = Files.readString(folder.resolve("bundle").resolve(Bundle.LOCK_FILE));
            assertThat(lock)
                    .contains("\"" + file + "\"", Digests.sha256(folder.resolve(file)))
                    .doesNotContain(file + ".onnx");
            assertThat(Bundle.open(folder.resolve("bundle"))
                            .path(step.artifacts().get("source")))
                    .isRegularFile();
        }
    }

    @Test
    void equalFilesGiveEqualTranslations() throws IOException {
        assertThat(compile("nested.keras").compiled().orElseThrow().plan())
                .isEqualTo(compile("nested.keras").compiled().orElseThrow().plan());
    }

    @Test
    void aFileThatIsNoLongerTheLockedOne() throws IOException {
        BundleWriter.write(compile("dense.h5").compiled().orElseThrow(), folder.resolve("bundle"));
        Files.copy(folder.resolve("bundle").resolve(Bundle.LOCK_FILE), folder.resolve(Bundle.LOCK_FILE));
        assertThat(compile("dense.h5").findings()).isEmpty();
        Files.write(folder.resolve("dense.h5"), new byte[] {0}, java.nio.file.StandardOpenOption.APPEND);
        assertThat(compile("dense.h5").findings())
                .extracting(finding -> finding.code())
                .containsExactly(FindingCode.DM402);
    }
}
