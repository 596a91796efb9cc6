package dev.dormouse.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.testkit.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifest that 'dormouse new --from FILE' writes compiles as it is, without a finding, for every model of the engines' tests. */
class WrittenManifestTest {
    private static final Path ROOT = Path.of(System.getProperty("dormouse.root"));
    private static final Path KERAS = ROOT.resolve("runtime/keras/src/test/resources/zoo");
    private static final Path ONNX = ROOT.resolve("runtime/onnx/src/test/resources/fixtures/files");
    private static final Path TENSORFLOW = ROOT.resolve("runtime/tensorflow/src/test/resources/fixtures/files");
    private static final Path GOLDENS = Path.of("src/test/resources/written");

    @TempDir
    private static Path folder;

    private final StepCatalogue catalogue = StepCatalogue.load();

    private ManifestCompiler compiler() {
        return ManifestCompiler.create(catalogue, Optional.empty(), folder.resolve("cache"));
    }

    private String written(Path model) {
        WrittenManifest manifest =
                WrittenManifest.over(model, "mine", String.valueOf(model.getFileName()), catalogue, compiler());
        assertThat(manifest.findings()).isEmpty();
        assertThat(manifest.complete()).isTrue();
        return manifest.text().orElseThrow();
    }

    private Compilation compile(Path model, String text) {
        return compiler().compile(new SourceFile(model.resolveSibling("manifest.yaml"), text));
    }

    /** Both files of a Keras model give the same layers; one of them is enough here. */
    @TestFactory
    Stream<DynamicTest> compilesAsItIs() throws IOException {
        List<Path> models = Stream.of(KERAS, ONNX)
                .flatMap(WrittenManifestTest::list)
                .filter(file -> String.valueOf(file.getFileName()).matches("keras2.*[.]h5|.*[.](keras|onnx)"))
                .toList();
        assertThat(models).hasSizeGreaterThan(70);
        return models.stream()
                .map(model -> DynamicTest.dynamicTest(String.valueOf(model.getFileName()), () -> {
                    Compilation compilation = compile(model, written(model));
                    assertThat(compilation.findings()).isEmpty();
                    assertThat(compilation.compiled()).isPresent();
                }));
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "keras2_dense.h5",
                "masked_text.keras",
                "matrix_factorisation.keras",
                "poolings.keras",
                "zipmap-text.onnx",
                "tfidf.onnx",
                "keras.zip",
                "lookup.zip",
                "texts.zip"
            })
    void textsOfSome(String file) {
        Path model = Stream.of(KERAS, ONNX, TENSORFLOW)
                .map(folder -> folder.resolve(file))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        String text = written(model);
        Goldens.check(GOLDENS.resolve(file + ".yaml"), text.replaceAll("(\\d\\.\\d{3})[0-9E-]+", "$1.."));
        assertThat(compile(model, text).findings()).isEmpty();
    }

    @Test
    void theLabelStepCanBeTakenIn() {
        Path model = KERAS.resolve("keras2_dense.h5");
        String text = written(model);
        String labelled = text.replaceAll(
                "(?m)^    # (- name: label|  uses: label|  with: .labels|  inputs: .scores|label: )", "    $1");
        assertThat(labelled).isNotEqualTo(text);
        Compilation compilation = compile(model, labelled);
        assertThat(compilation.findings()).isEmpty();
        assertThat(compilation.compiled().orElseThrow().plan().outputs())
                .anyMatch(output -> output.name().equals("label"));
    }
}
