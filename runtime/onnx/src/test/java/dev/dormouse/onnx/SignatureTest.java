package dev.dormouse.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dormouse.plan.TensorType;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.Signature;
import dev.dormouse.testkit.Goldens;
import dev.dormouse.testkit.StepHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the compiler learns from a model's file, or is told why it cannot run; one golden a model. */
class SignatureTest {
    private static final Path MODELS = Path.of("src/test/resources/models");

    @TestFactory
    Stream<DynamicTest> everyModelIsDescribedOrRefused() throws IOException {
        try (Stream<Path> files = Files.list(MODELS)) {
            List<Path> models = files.filter(file -> file.toString().endsWith(".onnx"))
                    .sorted()
                    .toList();
            return models.stream()
                    .map(model -> DynamicTest.dynamicTest(
                            model.getFileName().toString(),
                            () -> Goldens.check(MODELS.resolve(model.getFileName() + ".txt"), Models.describe(model))));
        }
    }

    @Test
    void theReadyMadeModelsShowTheirTables() {
        for (String language : List.of("en", "fr")) {
            Path model = Models.prebuilt(language);
            Goldens.check(MODELS.resolve("sentiment-" + language + ".txt"), Models.describe(model));
        }
    }

    @Test
    void anEmptyCutOrOtherFileIsUnreadableByName(@TempDir Path folder) throws IOException {
        byte[] whole = Files.readAllBytes(MODELS.resolve("bert.onnx"));
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("empty.onnx", new byte[0]);
        files.put("cut.onnx", Arrays.copyOf(whole, whole.length - 7));
        files.put("half.onnx", Arrays.copyOf(whole, whole.length / 2));
        files.put("text.onnx", "version https://git-lfs.github.com/spec/v1\n".getBytes());
        files.put("zip.onnx", new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0});
        files.forEach((name, bytes) -> {
            Path file = folder.resolve(name);
            ArtifactException refusal =
                    catchThrowableOfType(ArtifactException.class, () -> Models.inputs(Models.write(file, bytes)));
            assertThat(refusal.reason()).as(name).isEqualTo(ArtifactException.Reason.UNREADABLE);
            assertThat(refusal).hasMessage(name + " is not an ONNX model, or it is cut short");
        });
        ArtifactException absent =
                catchThrowableOfType(ArtifactException.class, () -> Models.inputs(folder.resolve("absent.onnx")));
        assertThat(absent).hasMessage("absent.onnx is not a file");
    }

    @Test
    void randomDamageIsAnArtifactExceptionOrAModel(@TempDir Path folder) throws IOException {
        byte[] whole = Files.readAllBytes(MODELS.resolve("roberta.onnx"));
        long seed = 20261120;
        Random random = new Random(seed);
        Path file = folder.resolve("damaged.onnx");
        for (int i = 0; i < 300; i++) {
            byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
            for (int k = 0; k < 5; k++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Models.write(file, damaged);
            try {
                Models.inputs(file);
            } catch (ArtifactException expected) {
                assertThat(expected.getMessage()).as("seed %d", seed).startsWith("damaged.onnx ");
            }
        }
    }

    @Test
    void aBatchFlowsThroughAnUnnamedDim() {
        StepHarness harness = Models.harness(MODELS.resolve("unnamed-batch.onnx"));
        Signature signature =
                harness.type(Map.of("x", TensorType.parse("FP32[n, 2]"))).signature();
        assertThat(signature.outputs()).containsEntry("sum", TensorType.parse("FP32[n, 2]"));
        assertThat(signature.rows()).isEqualTo(Signature.Rows.TO_BE_TRIED);
    }
}
