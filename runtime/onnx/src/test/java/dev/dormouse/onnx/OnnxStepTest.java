package dev.dormouse.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.Options;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepContext.Wire;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OnnxStepTest {
    private static final Path MODELS = Path.of("src/test/resources/models");
    private static final Path FILES = Path.of("src/test/resources/fixtures/files");

    private static Step open(Path model, List<Wire> inputs, List<Wire> outputs) throws Exception {
        Declaration declaration = new Declaration("model", Options.NONE, Map.of("source", model));
        return new OnnxKind().open(new StepContext(declaration, inputs, outputs));
    }

    private static Wire wire(String port, String type) {
        return new Wire(port, TensorType.parse(type));
    }

    @Test
    void onlyWhatIsReadComesBackInTheOrderOfThePlan() throws Exception {
        List<Wire> inputs = List.of(wire("x", "FP32[n, 2]"));
        Tensor[] x = {NumericTensor.of(Shape.of(1, 2), 3f, 4f)};
        try (Step both = open(
                        FILES.resolve("two-outputs.onnx"),
                        inputs,
                        List.of(wire("square", "FP32[n, 2]"), wire("sum", "FP32[n, 2]")));
                Step one = open(FILES.resolve("two-outputs.onnx"), inputs, List.of(wire("square", "FP32[n, 2]")))) {
            Tensor[] two = both.run(x);
            assertThat(((NumericTensor) two[0]).getDouble(1)).isEqualTo(16);
            assertThat(((NumericTensor) two[1]).getDouble(1)).isEqualTo(6);
            assertThat(one.run(x)).hasSize(1);
        }
    }

    @Test
    void aShapeThatTheModelCannotTakeIsTheRequestsFault() throws Exception {
        try (Step step = open(
                FILES.resolve("two-outputs.onnx"),
                List.of(wire("x", "FP32[n, ?]")),
                List.of(wire("sum", "FP32[n, 2]")))) {
            Tensor[] x = {NumericTensor.of(Shape.of(1, 3), 1f, 2f, 3f)};
            PipelineException refusal = catchThrowableOfType(PipelineException.class, () -> step.run(x));
            assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_INPUT);
            assertThat(refusal).hasMessageContaining("input: x").hasMessageContaining("Got: 3 Expected: 2");
        }
    }

    @Test
    void halfASurrogatePairIsTheRequestsFault() throws Exception {
        try (Step step = open(
                FILES.resolve("identity-string.onnx"),
                List.of(wire("x", "STRING[n, 3]")),
                List.of(wire("y", "STRING[n, 3]")))) {
            Tensor[] broken = {new TextTensor(Shape.of(1, 3), new String[] {"a", "\ud83d", "b"})};
            PipelineException refusal = catchThrowableOfType(PipelineException.class, () -> step.run(broken));
            assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_INPUT);
            assertThat(refusal).hasMessageStartingWith("'x' must be Unicode text");
        }
    }

    @Test
    void whatOnnxRuntimeRefusesIsToldWithTheFilesName() {
        assertThatThrownBy(() -> open(
                        MODELS.resolve("unknown-operator.onnx"),
                        List.of(wire("x", "FP32[n]")),
                        List.of(wire("y", "FP32[n]"))))
                .isInstanceOfSatisfying(
                        ArtifactException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(ArtifactException.Reason.UNSUPPORTED))
                .hasMessageStartingWith("ONNX Runtime cannot load unknown-operator.onnx: ")
                .hasMessageContaining("Frobnicate");
    }

    @Test
    void anInputThatIsNotWiredIsFoundAtTheStart() {
        assertThatThrownBy(() -> open(MODELS.resolve("roberta.onnx"), List.of(), List.of()))
                .hasMessage("the model's inputs [input_ids] are not wired");
    }

    @Test
    void eightThreadsShareOneSession() throws Exception {
        List<Wire> inputs =
                List.of(wire("input_ids", "INT64[n, sequence]"), wire("attention_mask", "INT64[n, sequence]"));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Step step = open(Models.prebuilt("en"), inputs, List.of(wire("logits", "FP32[n, 2]")))) {
            List<float[]> alone = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                alone.add(logits(step, i));
            }
            List<Callable<Void>> tasks = IntStream.range(0, 64)
                    .<Callable<Void>>mapToObj(i -> () -> {
                        assertThat(logits(step, i % 8)).containsExactly(alone.get(i % 8));
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

    /** The scores of a made-up text of {@code seed + 3} tokens. */
    private static float[] logits(Step step, int seed) throws Exception {
        int length = seed + 3;
        NumericTensor ids = NumericTensor.of(
                Shape.of(1, length),
                IntStream.range(0, length)
                        .mapToLong(k -> 1000 + 37L * seed + 11L * k)
                        .toArray());
        long[] ones = new long[length];
        Arrays.fill(ones, 1);
        NumericTensor logits =
                (NumericTensor) step.run(new Tensor[] {ids, NumericTensor.of(Shape.of(1, length), ones)})[0];
        return new float[] {logits.floats().get(0), logits.floats().get(1)};
    }

    /** Seeded numbers of all bits, as doubles cannot tell them apart; of UINT16 all that there are. */
    @Test
    void everyUnsignedNumberArrives() throws Exception {
        Random random = new Random(20261129);
        for (Datatype datatype : List.of(Datatype.UINT16, Datatype.UINT32, Datatype.UINT64)) {
            String type = datatype + "[n]";
            Path model = MODELS.resolve("takes-" + datatype.name().toLowerCase(Locale.ROOT) + ".onnx");
            NumericTensor x = NumericTensor.allocate(datatype, Shape.of(1 << 16));
            for (int i = 0; i < 1 << 16; i++) {
                x.setLong(i, datatype == Datatype.UINT16 ? i : random.nextLong() >>> (random.nextInt(64)));
            }
            try (Step step = open(model, List.of(wire("x", type)), List.of(wire("y", type)))) {
                NumericTensor y = (NumericTensor) step.run(new Tensor[] {x})[0];
                assertThat(y.datatype()).isEqualTo(datatype);
                assertThat(y.bytes()).isEqualTo(x.bytes());
            }
        }
    }

    @Test
    void aGpuThatIsNotThereIsRefusedWithAWayOut() {
        Declaration declaration = new Declaration(
                "model", new Options(Map.of("device", "cuda:1")), Map.of("source", FILES.resolve("two-outputs.onnx")));
        assertThatThrownBy(() -> new OnnxKind().open(new StepContext(declaration, List.of(), List.of())))
                .isInstanceOfSatisfying(
                        ArtifactException.class,
                        refusal -> assertThat(refusal.help()).startsWith("leave 'device' out, or "))
                .hasMessageStartingWith("'device: cuda:1' is asked for, but ");
    }
}
