package dev.dormouse.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext.Wire;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TensorflowStepTest {
    private static final Path LINEAR = Models.GOOD.resolve("linear.zip");
    private static final List<Wire> X = List.of(wire("x", "FP32[n, ?]"));
    private static final List<Wire> Y = List.of(wire("y", "FP32[n, 2]"));

    private static Wire wire(String port, String type) {
        return new Wire(port, TensorType.parse(type));
    }

    @Test
    void onlyWhatIsReadComesBackInTheOrderOfThePlan() throws Exception {
        Path model = Models.GOOD.resolve("texts.zip");
        List<Wire> inputs = List.of(wire("text", "STRING[n]"));
        try (Step both = Models.open(model, inputs, List.of(wire("upper", "STRING[n]"), wire("length", "INT32[n]")));
                Step one = Models.open(model, inputs, List.of(wire("length", "INT32[n]")))) {
            Tensor[] text = {TextTensor.of("añb")};
            assertThat(((TextTensor) both.run(text)[0]).get(0)).isEqualTo("AÑB");
            assertThat(((NumericTensor) one.run(text)[0]).getLong(0)).isEqualTo(3);
        }
    }

    @Test
    void aShapeThatTheModelCannotTakeIsTheRequestsFault() throws Exception {
        try (Step step = Models.open(LINEAR, X, Y)) {
            Tensor[] x = {NumericTensor.of(Shape.of(1, 4), 1f, 2f, 3f, 4f)};
            PipelineException refusal = catchThrowableOfType(PipelineException.class, () -> step.run(x));
            assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_INPUT);
            assertThat(refusal).hasMessageStartingWith("the model refuses its inputs: ");
        }
    }

    @Test
    void halfASurrogatePairIsTheRequestsFault() throws Exception {
        try (Step step = Models.open(
                Models.GOOD.resolve("texts.zip"),
                List.of(wire("text", "STRING[n]")),
                List.of(wire("upper", "STRING[n]")))) {
            Tensor[] broken = {TextTensor.of("a\ud83d")};
            assertThatThrownBy(() -> step.run(broken)).hasMessageStartingWith("'text' must be Unicode text");
        }
    }

    @Test
    void whatTensorflowRefusesIsToldWithTheFilesName() {
        assertThatThrownBy(() -> Models.open(
                        Models.REFUSED.resolve("unknown-operator.zip"),
                        List.of(wire("x", "FP32[n]")),
                        List.of(wire("y", "FP32[n]"))))
                .isInstanceOf(ArtifactException.class)
                .hasMessageStartingWith("TensorFlow cannot load unknown-operator.zip: ")
                .hasMessageContaining("MyCompanysAdd");
    }

    @Test
    void anInputThatIsNotWiredIsFoundAtTheStart() {
        assertThatThrownBy(() -> Models.open(LINEAR, List.of(), Y)).hasMessage("the model's inputs [x] are not wired");
    }

    @Test
    void nothingStaysInTheTemporaryFolder() throws Exception {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        List<Path> before = unpacked(temporary);
        try (Step step = Models.open(LINEAR, X, Y)) {
            List<Path> folders = unpacked(temporary);
            folders.removeAll(before);
            assertThat(folders).hasSize(1);
            assertThat(folders.get(0).resolve("variables")).doesNotExist();
            step.run(new Tensor[] {NumericTensor.of(Shape.of(1, 3), 1f, 2f, 3f)});
        }
        assertThat(unpacked(temporary)).isEqualTo(before);
        assertThatThrownBy(() -> Models.open(cutWeights(temporary.resolve("cut.zip")), X, Y))
                .isInstanceOf(ArtifactException.class)
                .hasMessageStartingWith("TensorFlow cannot load cut.zip: ");
        assertThat(unpacked(temporary)).isEqualTo(before);
    }

    @Test
    void aFolderBesideTheZipIsUsedInPlace() throws Exception {
        Path folder = Files.createTempDirectory("beside");
        Path zip = Files.copy(LINEAR, folder.resolve("linear"));
        Path beside = Models.folder(LINEAR, folder.resolve("linear.unpacked/linear"));
        try (Step step = Models.open(zip, X, Y)) {
            step.run(new Tensor[] {NumericTensor.of(Shape.of(1, 3), 1f, 2f, 3f)});
        }
        assertThat(beside.resolve("saved_model.pb")).exists();
        Files.delete(beside.resolve("saved_model.pb"));
        assertThatThrownBy(() -> Models.open(zip, X, Y)).hasMessageStartingWith("TensorFlow cannot load linear: ");
    }

    /** The model with half of its weights. */
    private static Path cutWeights(Path zip) throws IOException {
        Path folder = Models.folder(LINEAR, Files.createTempDirectory("cut"));
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                boolean weights = file.toString().contains(".data-");
                files.put(folder.relativize(file).toString(), weights ? Arrays.copyOf(bytes, bytes.length / 2) : bytes);
            }
        }
        return Models.zip(zip, files);
    }

    private static List<Path> unpacked(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("dormouse-savedmodel"))
                    .sorted()
                    .collect(Collectors.toCollection(ArrayList::new));
        }
    }

    @Test
    void eightThreadsShareOneSession() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Step step = Models.open(LINEAR, X, Y)) {
            List<Double> alone = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                alone.add(value(step, i));
            }
            List<Callable<Void>> tasks = IntStream.range(0, 200)
                    .<Callable<Void>>mapToObj(i -> () -> {
                        assertThat(value(step, i % 8)).isEqualTo(alone.get(i % 8));
                        return null;
                    })
                    .toList();
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static double value(Step step, int seed) throws Exception {
        Tensor[] x = {NumericTensor.of(Shape.of(1, 3), seed, 1f, 2f)};
        return ((NumericTensor) step.run(x)[0]).getDouble(1);
    }
}
