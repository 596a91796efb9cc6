package dev.dormouse.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.Step;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchscriptStepTest {
    private static final Map<String, Object> X = Models.types("x FP32[n, 3]");
    private static final Map<String, Object> Y = Models.types("y FP32[n, 3]");

    private static NumericTensor rows(float... values) {
        return NumericTensor.of(Shape.of(values.length / 3, 3), values);
    }

    private static Step odd(String model) {
        return Models.open(Models.ODD.resolve(model + ".pt"), X, Y, "y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"int16", "bfloat16", "uint16", "complex64"})
    void aDatatypeThatWouldEndTheProcessIsToldBeforeItIsRead(String datatype) {
        try (Step step = odd("returns-" + datatype)) {
            assertThatThrownBy(() -> step.run(new Tensor[] {rows(1, 2, 3)}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "its output 'y' is declared FP32, but the model returns a datatype that is not read, such as INT16 or BFLOAT16");
        }
    }

    @Test
    void aDatatypeThatComesWithCertainValuesOnlyIsToldToo() throws Exception {
        try (Step step = odd("returns-int16-later")) {
            assertThat(step.run(new Tensor[] {rows(1, 2, 3)})[0].shape()).isEqualTo(Shape.of(1, 3));
            Tensor[] many = {NumericTensor.of(Shape.of(40, 3), new float[120])};
            assertThatThrownBy(() -> step.run(many)).hasMessageContaining("a datatype that is not read");
        }
    }

    @Test
    void anotherDatatypeThanDeclaredIsToldByName() {
        try (Step step = Models.open(
                Models.GOOD.resolve("tuple.pt"), X, Models.types("sum FP32[n]", "best INT32[n]"), "sum", "best")) {
            assertThatThrownBy(() -> step.run(new Tensor[] {rows(1, 2, 3)}))
                    .hasMessage("its output 'best' is declared INT32, but the model returns INT64");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sparse| its output 'y' is sparse; the model must return it .to_dense()",
                "nothing| the model returns NoneType; it must return tensors: one, a tuple or list of them, or a dict with texts as keys",
                "mixed| the model returns int; it must return tensors: one, a tuple or list of them, or a dict with texts as keys",
                "nested| the model returns Dict(str, Tensor); it must return tensors: one, a tuple or list of them, or a dict with texts as keys",
                "by-number| the model returns Dict(int, Tensor); it must return tensors: one, a tuple or list of them, or a dict with texts as keys"
            })
    void whatIsNoTensorIsNamed(String model, String message) {
        try (Step step = odd(model)) {
            assertThatThrownBy(() -> step.run(new Tensor[] {rows(1, 2, 3)}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(message);
        }
    }

    @Test
    void aDictWithoutTheKeyTellsTheKeys() {
        try (Step step = Models.open(Models.GOOD.resolve("dict.pt"), X, Y, "y")) {
            assertThatThrownBy(() -> step.run(new Tensor[] {rows(1, 2, 3)}))
                    .hasMessage(
                            "the model returns a dict with the keys [best, scores, unused], but the manifest's outputs are [y]");
        }
    }

    @Test
    void aListOfAnotherLengthIsTold() {
        try (Step step = Models.open(Models.GOOD.resolve("list.pt"), X, Y, "y")) {
            assertThatThrownBy(() -> step.run(new Tensor[] {rows(1, 2, 3)}))
                    .hasMessage(
                            "the model returns 2 tensors (Tensor[]), but the manifest names 1 tensor in outputs: [y]");
        }
    }

    @Test
    void whatTheModelSaysOfItsInputsIsTheRequestsFault() {
        try (Step raises = odd("raises");
                Step linear = Models.open(
                        Models.GOOD.resolve("mlp.pt"),
                        Models.types("x FP32[n, ?]"),
                        Models.types("y FP32[n, 2]"),
                        "y");
                Step embedding = Models.open(
                        Models.GOOD.resolve("embedding.pt"),
                        Models.types("ids INT64[n, m]", "mask INT64[n, m]"),
                        Models.types("y FP32[n, 2]"),
                        "y")) {
            assertThat(refusal(raises, rows(1, -2, 3)))
                    .hasMessage("the model refuses its inputs: x must not be negative");
            assertThat(refusal(linear, NumericTensor.of(Shape.of(1, 4), 1f, 2f, 3f, 4f)))
                    .hasMessage(
                            "the model refuses its inputs: mat1 and mat2 shapes cannot be multiplied (1x4 and 3x4)");
            assertThat(refusal(embedding, NumericTensor.of(Shape.of(1, 1), 99L), NumericTensor.of(Shape.of(1, 1), 1L)))
                    .hasMessage("the model refuses its inputs: index out of range in self");
        }
    }

    private static PipelineException refusal(Step step, Tensor... inputs) {
        PipelineException refusal = catchThrowableOfType(PipelineException.class, () -> step.run(inputs));
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_INPUT);
        return refusal;
    }

    @Test
    void whatNoRequestCouldMendIsNotTheRequestsFault() {
        try (Step step = odd("broken")) {
            assertThatThrownBy(() -> step.run(new Tensor[] {rows(1, 2, 3, 4, 5, 6, 7, 8, 9)}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("PyTorch: ");
        }
    }

    @Test
    void aModelThatWritesIntoItsInputLeavesOursAlone() throws Exception {
        NumericTensor x = rows(1, 2, 3);
        try (Step step = Models.open(Models.GOOD.resolve("in-place.pt"), X, Y, "y")) {
            assertThat(((NumericTensor) step.run(new Tensor[] {x})[0]).getDouble(0))
                    .isEqualTo(2);
        }
        assertThat(x.getDouble(0)).isEqualTo(1);
    }

    @Test
    void argumentsGoByTheManifestsOrderAndOutputsByWhatIsRead() throws Exception {
        Map<String, Object> inputs = Models.types("x FP32[n, 3]");
        try (Step step = Models.open(
                Models.GOOD.resolve("list.pt"),
                inputs,
                Models.types("more FP32[n, 3]", "double FP32[n, 3]"),
                "double")) {
            Tensor[] results = step.run(new Tensor[] {rows(1, 2, 3)});
            assertThat(results).hasSize(1);
            assertThat(((NumericTensor) results[0]).getDouble(2)).isEqualTo(6);
        }
    }

    @Test
    void whatPytorchRefusesIsToldWithTheFilesName() {
        assertThatThrownBy(() -> odd("unknown-operator"))
                .isInstanceOf(ArtifactException.class)
                .hasMessageStartingWith("PyTorch cannot load unknown-operator.pt: ")
                .hasMessageContaining("torchvision::nms");
        assertThatThrownBy(() -> odd("no-code"))
                .isInstanceOf(ArtifactException.class)
                .hasMessageStartingWith("PyTorch cannot load no-code.pt: ");
        assertThatThrownBy(() -> odd("absurd-length"))
                .isInstanceOf(ArtifactException.class)
                .hasMessageStartingWith("PyTorch cannot load absurd-length.pt: ");
    }

    @Test
    void manyThreadsShareOneModel() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Step step = Models.open(Models.GOOD.resolve("flow.pt"), X, Y, "y")) {
            List<Future<Boolean>> rounds = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                NumericTensor x = rows(thread - 3, thread, 0.5f);
                NumericTensor alone = (NumericTensor) step.run(new Tensor[] {x})[0];
                rounds.add(threads.submit(() -> {
                    for (int i = 0; i < 200; i++) {
                        NumericTensor y = (NumericTensor) step.run(new Tensor[] {x})[0];
                        for (int j = 0; j < 3; j++) {
                            if (Math.abs(y.getDouble(j) - alone.getDouble(j)) > 1e-6) {
                                return false;
                            }
                        }
                    }
                    return true;
                }));
            }
            for (Future<Boolean> round : rounds) {
                assertThat(round.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
