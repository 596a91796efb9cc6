package dev.dormouse.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dormouse.plan.TensorType;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.InputPort;
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

/** What the compiler learns from a SavedModel without TensorFlow, or is told why it cannot run; one golden a model. */
class SignatureTest {
    @TestFactory
    Stream<DynamicTest> everyModelIsDescribedOrRefused() throws IOException {
        try (Stream<Path> refused = Files.list(Models.REFUSED);
                Stream<Path> good = Files.list(Models.GOOD)) {
            List<Path> models = Stream.concat(refused, good)
                    .filter(file -> file.toString().endsWith(".zip"))
                    .sorted()
                    .toList();
            return models.stream()
                    .map(model -> DynamicTest.dynamicTest(
                            model.getFileName().toString(),
                            () -> Goldens.check(
                                    Models.REFUSED.resolve(model.getFileName() + ".txt"), described(model))));
        }
    }

    private static String described(Path model) {
        TensorflowKind kind = new TensorflowKind();
        StringBuilder out = new StringBuilder();
        try {
            for (InputPort port : kind.inputs(Models.declaration(model))) {
                out.append("in  ")
                        .append(port.name())
                        .append(": ")
                        .append(port.pattern())
                        .append('\n');
            }
            SignaturePorts ports = new SignaturePorts(SavedModelReader.read(model), "");
            ports.outputs()
                    .forEach((name, type) -> out.append("out ")
                            .append(name)
                            .append(": ")
                            .append(type)
                            .append('\n'));
        } catch (ArtifactException e) {
            out.append(e.reason())
                    .append(": ")
                    .append(e.getMessage())
                    .append("\nhelp: ")
                    .append(e.help())
                    .append('\n');
        }
        return out.toString();
    }

    @Test
    void aSignatureCanBeNamedAndAWrongNameIsToldWhatThereIs() {
        TensorflowKind kind = new TensorflowKind();
        Path model = Models.GOOD.resolve("first-version.zip");
        assertThat(kind.outputNames(Models.declaration(model))).containsExactly("id", "y");
        assertThat(kind.outputNames(Models.declaration(model, Map.of("signature", "serving_default"))))
                .containsExactly("twice");
        ArtifactException refusal = catchThrowableOfType(
                ArtifactException.class, () -> kind.inputs(Models.declaration(model, Map.of("signature", "predicct"))));
        assertThat(refusal).hasMessage("first-version.zip has no signature 'predicct'");
        assertThat(refusal.help()).isEqualTo("use one of predict, serving_default");
    }

    @Test
    void aFolderSaysTheSameAsItsZip(@TempDir Path folder) throws IOException {
        Path model = Models.folder(Models.GOOD.resolve("linear.zip"), folder.resolve("linear"));
        assertThat(Models.inputs(model)).isEqualTo(Models.inputs(Models.GOOD.resolve("linear.zip")));
    }

    @Test
    void anEmptyCutOrOtherFileIsUnreadableByName(@TempDir Path folder) throws IOException {
        byte[] whole = Files.readAllBytes(Models.GOOD.resolve("linear.zip"));
        byte[] graph = SavedModelFiles.of(Models.GOOD.resolve("linear.zip")).graph();
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("empty.zip", new byte[0]);
        files.put("cut.zip", Arrays.copyOf(whole, whole.length - 7));
        files.put("text.zip", "version https://git-lfs.github.com/spec/v1\n".getBytes());
        files.forEach((name, bytes) -> assertUnreadable(write(folder.resolve(name), bytes), name));
        Map<String, byte[]> graphs = new LinkedHashMap<>();
        graphs.put("no-bytes", new byte[0]);
        graphs.put("half", Arrays.copyOf(graph, graph.length / 2));
        graphs.put("garbage", new byte[] {1, 2, 3, 4, 5});
        graphs.put("absurd-length", new byte[] {0x12, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f});
        for (Map.Entry<String, byte[]> one : graphs.entrySet()) {
            Path model = Files.createDirectories(folder.resolve(one.getKey()));
            write(model.resolve("saved_model.pb"), one.getValue());
            assertUnreadable(model, one.getKey());
        }
    }

    private static void assertUnreadable(Path model, String name) {
        ArtifactException refusal = catchThrowableOfType(ArtifactException.class, () -> Models.inputs(model));
        assertThat(refusal).as(name).hasMessage(name + " is not a SavedModel, or it is cut short");
        assertThat(refusal.reason()).isEqualTo(ArtifactException.Reason.UNREADABLE);
    }

    private static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void randomDamageIsAnArtifactExceptionOrAModel(@TempDir Path folder) throws IOException {
        byte[] whole = SavedModelFiles.of(Models.GOOD.resolve("recurrent.zip")).graph();
        long seed = 20261125;
        Random random = new Random(seed);
        Path model = Files.createDirectories(folder.resolve("damaged"));
        for (int i = 0; i < 200; i++) {
            byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
            for (int k = 0; k < 5; k++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            write(model.resolve("saved_model.pb"), damaged);
            try {
                Models.inputs(model);
            } catch (ArtifactException expected) {
                assertThat(expected.getMessage()).as("seed %d", seed).startsWith("damaged ");
            }
        }
    }

    @Test
    void aBatchFlowsThroughAnUnnamedDim() {
        StepHarness harness = new StepHarness(
                new TensorflowKind(),
                Map.of("source", "linear.zip"),
                Map.of("source", Models.GOOD.resolve("linear.zip")));
        Signature signature =
                harness.type(Map.of("x", TensorType.parse("FP32[n, 3]"))).signature();
        assertThat(signature.outputs()).containsEntry("y", TensorType.parse("FP32[n, 2]"));
        assertThat(signature.rows()).isEqualTo(Signature.Rows.TO_BE_TRIED);
    }
}
