package dev.dormouse.compiler.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.compiler.Compilation;
import dev.dormouse.compiler.ManifestCompiler;
import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.manifest.BareModel;
import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.step.StepCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ONNX models that come alone, compiled with their trial. */
class OnnxModelsTest {
    private static final Path RESOURCES =
            Path.of(System.getProperty("dormouse.root")).resolve("runtime/onnx/src/test/resources");

    @TempDir
    Path folder;

    private Compilation compile(Path model) throws IOException {
        return compile(model, "");
    }

    private Compilation compile(Path model, String more) throws IOException {
        Path copy = folder.resolve(model.getFileName().toString());
        if (Files.notExists(copy)) {
            Files.copy(model, copy);
        }
        String manifest = BareModel.manifestFor(copy, StepCatalogue.load());
        return ManifestCompiler.create(StepCatalogue.load(), Optional.empty(), folder.resolve("cache"))
                .compile(new SourceFile(
                        folder.resolve("manifest.yaml"), manifest.replaceFirst("(source: [^}]+)", "$1" + more)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "two-targets", "logistic-text", "tfidf-text", "xgboost", "isolation-forest"})
    void modelsOfTheZooServeBatchesFromTheFileAlone(String model) throws IOException {
        Compilation compilation = compile(RESOURCES.resolve("zoo/" + model + ".onnx"));
        assertThat(compilation.findings()).isEmpty();
        assertThat(compilation.compiled().orElseThrow().plan().execution().batchDim())
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lying-rank | it declares an output FP32[n], but the shape is [1, 2]",
                "lying-dim | it declares an output FP32[n, 3], but dim 2 is 2 in the shape [1, 2]"
            })
    void aShapeThatTheModelDoesNotKeep(String model, String why) throws IOException {
        assertThat(compile(RESOURCES.resolve("models/" + model + ".onnx")).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.code()).isEqualTo(FindingCode.DM409))
                .satisfies(finding -> assertThat(finding.message())
                        .isEqualTo("a made-up request fails: step 'model' failed: " + why));
    }

    @Test
    void aGpuThatIsNotThere() throws IOException {
        assertThat(compile(RESOURCES.resolve("zoo/linear.onnx"), ", device: cuda")
                        .findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.code()).isEqualTo(FindingCode.DM409))
                .satisfies(finding -> assertThat(finding.message()).contains("'device: cuda' is asked for, but "))
                .satisfies(finding -> assertThat(finding.help()).startsWith("leave 'device' out, or "));
    }
}
