package dev.dormouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code new --from FILE}: a folder that runs, or none. */
class NewFromModelTest {
    private static final Path LINEAR = Console.sample("ensemble").resolve("linear.onnx");
    private static final Path KERAS = Console.ROOT.resolve("runtime/keras/src/test/resources/zoo/keras2_dense.h5");

    @TempDir
    private Path folder;

    private Console console = new Console(Path.of(""));

    @BeforeEach
    void console() {
        console = new Console(folder.resolve("cache"));
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> folder.relativize(file).toString())
                    .filter(file -> !file.isEmpty() && !file.startsWith("cache"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theFolderHasTheModelAndAManifestThatAnswers() throws IOException {
        Path made = folder.resolve("irises");
        console.run("new", made, "--from", KERAS);
        assertThat(console.err()).isEmpty();
        assertThat(console.out()).isEqualTo("made " + made + "; now: dormouse run " + made + "\n");
        assertThat(left()).containsExactly("irises", "irises/manifest.yaml", "irises/model.h5");
        assertThat(made.resolve("manifest.yaml"))
                .content()
                .contains("name: irises", "with: {source: model.h5}", "Keras 2.18.0", "examples:");
        console.run("check", made, "--format", "json");
        assertThat(console.out()).contains("\"findings\" : [ ]");
        console.run("predict", made, "{\"dense_input\": [[-0.69, -1.02, 0.12, -0.92]]}");
        assertThat(console.out()).startsWith("{\"dense_1\":[[0.55");
    }

    @Test
    void anEmptyFolderIsFilled() throws IOException {
        Path made = Files.createDirectory(folder.resolve("mine"));
        console.run("new", made, "--from", LINEAR);
        assertThat(console.status()).as(console.err()).isZero();
        assertThat(left()).containsExactly("mine", "mine/manifest.yaml", "mine/model.onnx");
    }

    @Test
    void twiceIsRefusedAndChangesNothing() throws IOException {
        Path made = folder.resolve("mine");
        console.run("new", made, "--from", LINEAR);
        Files.writeString(made.resolve("manifest.yaml"), "edited");
        console.run("new", made, "--from", LINEAR);
        assertThat(console.status()).isEqualTo(2);
        assertThat(console.err()).contains("is there and not an empty folder").contains("Try this:");
        assertThat(made.resolve("manifest.yaml")).hasContent("edited");
    }

    /** Names of files make names of pipelines; the name of the folder must be one. */
    @ParameterizedTest
    @CsvSource({
        "My Model v2.onnx, my-model-v2",
        "Modèle été.onnx, mod-le-t",
        "模型.onnx, model",
        "describe.onnx, model",
        "123.onnx, 123",
        "null.onnx, null"
    })
    void aWeirdNameOfAFileIsNoHindrance(String file, String name) throws IOException {
        Path model = Files.copy(LINEAR, folder.resolve(file));
        Path made = folder.resolve(dev.dormouse.compiler.manifest.Names.ofPipeline(ModelFolder.stem(model), "model"));
        assertThat(made.getFileName()).hasToString(name);
        console.run("new", made, "--from", model);
        assertThat(console.status()).as(console.err()).isZero();
        console.run("check", made);
        assertThat(console.out()).contains(": " + name + " is good");
    }

    @ParameterizedTest
    @ValueSource(strings = {"with spaces", "Größe", "UPPER", "-dash", "v2", "describe"})
    void aNameThatIsNoneIsRefused(String name) throws IOException {
        console.run("new", folder.resolve(name), "--from", LINEAR);
        assertThat(console.status()).isEqualTo(2);
        assertThat(console.err())
                .contains("'" + name + "' cannot name a pipeline")
                .contains("Try this:");
        assertThat(left()).isEmpty();
    }

    @Test
    void aNameOf64LettersIsRefused() {
        console.run("new", folder.resolve("a".repeat(64)), "--from", LINEAR);
        assertThat(console.status()).isEqualTo(2);
        assertThat(console.err()).contains("at most 63");
    }

    @Test
    void whatIsNoModelLeavesNothing() throws IOException {
        Path other = Files.createDirectory(folder.resolve("files"));
        Files.writeString(other.resolve("empty.onnx"), "");
        Files.writeString(other.resolve("empty.keras"), "");
        Files.writeString(other.resolve("text.h5"), "this is text");
        Files.writeString(other.resolve("notes.txt"), "notes");
        Files.write(other.resolve("cut.h5"), java.util.Arrays.copyOf(Files.readAllBytes(KERAS), 3000));
        Files.createDirectory(other.resolve("folder"));
        List<String> before = left();
        for (String file :
                List.of("empty.onnx", "empty.keras", "text.h5", "notes.txt", "cut.h5", "folder", "none.onnx")) {
            console.run("new", folder.resolve("a/b/made"), "--from", other.resolve(file));
            assertThat(console.status()).as(file).isIn(1, 2);
            assertThat(console.err()).contains(file).contains("Try this:").doesNotContain("internal error");
            assertThat(left()).as(file).isEqualTo(before);
        }
    }

    @Test
    void aFolderWithOneModelNamesIt() throws IOException {
        Path model = Files.copy(
                LINEAR, Files.createDirectory(folder.resolve("models")).resolve("linear.onnx"));
        console.run("new", folder.resolve("made"), "--from", model.getParent());
        assertThat(console.status()).isEqualTo(2);
        assertThat(console.err()).contains("is a folder and no SavedModel", "--from " + model);
    }

    @Test
    void aSampleNeedsAName() {
        console.run("new", "--from", "text");
        assertThat(console.status()).isEqualTo(2);
        assertThat(console.err()).contains("dormouse new my-pipeline --from text");
    }
}
