package dev.dormouse.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.step.Step;
import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PipelineTest {
    private final Pipeline pipeline = TestPlans.open(TestPlans.plan(), TestPlans::doubled);

    @Test
    void runsAndNamesTheOutputs() {
        Map<String, Tensor> outputs = pipeline.run(TestPlans.inputs(1, 2.5f));
        assertThat(outputs).containsOnlyKeys("y");
        assertThat(TestPlans.floats(outputs.get("y"))).containsExactly(2, 5);
    }

    @Test
    void showsWhatAStepIsGivenAndMakes() {
        Map<String, Tensor> given =
                pipeline.inspect(TestPlans.inputs(1, 2.5f), Inspection.of(TestPlans.plan(), 0, Inspection.Side.INPUT));
        assertThat(given).hasSize(1);
        given.values().forEach(tensor -> assertThat(TestPlans.floats(tensor)).containsExactly(1, 2.5f));
        Map<String, Tensor> made =
                pipeline.inspect(TestPlans.inputs(1, 2.5f), Inspection.of(TestPlans.plan(), 0, Inspection.Side.OUTPUT));
        assertThat(made).hasSize(1);
        made.values().forEach(tensor -> assertThat(TestPlans.floats(tensor)).containsExactly(2, 5));
        Map<String, Integer> slots = Map.of("first", 0, "second", 1);
        Map<String, Tensor> both = pipeline.inspect(TestPlans.inputs(1, 2.5f), Inspection.of(TestPlans.plan(), slots));
        assertThat(TestPlans.floats(both.get("first"))).containsExactly(1, 2.5f);
        assertThat(TestPlans.floats(both.get("second"))).containsExactly(2, 5);
        assertThat(Inspection.of(TestPlans.plan(), Map.of("first", 0)).steps()).isZero();
    }

    @Test
    void anObserverIsToldOfEachStepOfOneRun() {
        List<String> seen = new ArrayList<>();
        Map<String, Tensor> outputs = pipeline.observe(TestPlans.inputs(3), (step, nanos, failed) -> {
            assertThat(nanos).isPositive();
            assertThat(failed).isFalse();
            seen.add(step);
        });
        assertThat(TestPlans.floats(outputs.get("y"))).containsExactly(6);
        pipeline.run(TestPlans.inputs(3));
        assertThat(seen).containsExactly("work");
    }

    @Test
    void whatAStepIsGivenIsShownAlthoughItWouldFail() {
        Pipeline failing = TestPlans.open(TestPlans.plan(), inputs -> {
            throw new IllegalStateException("out of tea");
        });
        assertThat(failing.inspect(TestPlans.inputs(1), Inspection.of(TestPlans.plan(), 0, Inspection.Side.INPUT)))
                .hasSize(1);
    }

    @Test
    void refusesInputsThatDoNotFit() {
        assertRefused(Map.of(), "input 'x' is missing; it takes FP32[n]");
        assertRefused(Map.of("x", TextTensor.of("a")), "input 'x' takes FP32[n], but the datatype is STRING");
        assertRefused(
                Map.of("x", NumericTensor.of(Shape.of(1, 1), 1f)), "input 'x' takes FP32[n], but the shape is [1, 1]");
        assertRefused(
                Map.of("x", NumericTensor.of(Shape.of(0), new float[0])),
                "input 'x' takes FP32[n], but it is empty: the shape is [0]");
        assertRefused(
                Map.of("x", NumericTensor.of(Shape.of(1), 1f), "z", TextTensor.of("a")),
                "no input is named z; the inputs are x");
    }

    private void assertRefused(Map<String, Tensor> inputs, String message) {
        assertThatThrownBy(() -> pipeline.run(inputs))
                .isInstanceOfSatisfying(
                        PipelineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                .hasMessage(message);
    }

    @Test
    void namesTheStepThatFails() {
        Pipeline failing = TestPlans.open(TestPlans.plan(), inputs -> {
            throw new IllegalStateException("out of tea");
        });
        assertThatThrownBy(() -> failing.run(TestPlans.inputs(1)))
                .isInstanceOfSatisfying(PipelineException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.STEP_FAILED);
                    assertThat(e.step()).contains("work");
                })
                .hasMessage("step 'work' failed: out of tea");
    }

    @Test
    void aStepThatBreaksItsPromiseIsAFailureNotAnAnswer() {
        Pipeline lying =
                TestPlans.open(TestPlans.plan(), inputs -> new Tensor[] {NumericTensor.of(Shape.of(7), new float[7])});
        assertThatThrownBy(() -> lying.run(TestPlans.inputs(1)))
                .hasMessage("step 'work' failed: it declares an output FP32[n], but 'n' is 7 here and 1 elsewhere");
    }

    @Test
    void anOutputMayBeEmptyWhereThePlanKnowsNothingOfItsSize() {
        Pipeline detector = TestPlans.open(TestPlans.plan("FP32[n]", "FP32[found, 4]"), "FP32[n]", inputs ->
                new Tensor[] {NumericTensor.of(Shape.of(0, 4), new float[0])});
        assertThat(detector.run(TestPlans.inputs(1)).get("y").shape()).isEqualTo(Shape.of(0, 4));
        Pipeline emptied =
                TestPlans.open(TestPlans.plan(), inputs -> new Tensor[] {NumericTensor.of(Shape.of(0), new float[0])});
        assertThatThrownBy(() -> emptied.run(TestPlans.inputs(1)))
                .hasMessageContaining("'n' is 0 here and 1 elsewhere");
    }

    @Test
    void textComesAsUtf8WhereBytesAreAskedFor() {
        Pipeline toKind = TestPlans.open(TestPlans.plan("STRING[n]", "BYTES[n]"), "BYTES[n]", inputs -> inputs);
        assertUtf8(toKind.run(Map.of("x", TextTensor.of("é"))).get("y"));
        Pipeline toInput = TestPlans.open(TestPlans.plan("BYTES[n]", "BYTES[n]"), "BYTES[n]", inputs -> inputs);
        assertUtf8(toInput.run(Map.of("x", TextTensor.of("é"))).get("y"));
        Pipeline toOutput = TestPlans.open(TestPlans.plan("STRING[n]", "BYTES[n]"), "STRING[n]", inputs -> inputs);
        assertUtf8(toOutput.run(Map.of("x", TextTensor.of("é"))).get("y"));
        Pipeline toAny = TestPlans.open(TestPlans.plan("STRING[n]", "STRING[n]"), "BYTES|STRING[n]", inputs -> inputs);
        assertThat(toAny.run(Map.of("x", TextTensor.of("é"))).get("y")).isInstanceOf(TextTensor.class);
    }

    private static void assertUtf8(@Nullable Tensor tensor) {
        assertThat(tensor)
                .isInstanceOfSatisfying(
                        BytesTensor.class,
                        bytes -> assertThat(bytes.get(0)).isEqualTo(new byte[] {(byte) 0xC3, (byte) 0xA9}));
    }

    @Test
    void closesEveryStepEvenIfOneFailsToAndSaysSo() {
        AtomicInteger closed = new AtomicInteger();
        Step stubborn = new Step() {
            @Override
            public Tensor[] run(Tensor[] inputs) {
                return TestPlans.doubled(inputs);
            }

            @Override
            public void close() {
                throw new IllegalStateException("stuck " + closed.incrementAndGet());
            }
        };
        Plan one = TestPlans.plan();
        Plan.PlanStep step = one.steps().get(0);
        Plan.PlanStep again =
                new Plan.PlanStep("again", step.kind(), step.options(), Map.of(), Map.of("x", 0), Map.of("y", 2));
        Plan two = new Plan(
                one.metadata(),
                one.inputs(),
                List.of(one.slots().get(0), one.slots().get(1), one.slots().get(1)),
                List.of(step, again),
                one.outputs(),
                List.of(),
                one.execution());
        assertThatThrownBy(TestPlans.open(two, stubborn)::close)
                .hasMessage("stuck 1")
                .hasSuppressedException(new IllegalStateException("stuck 2"));
    }
}
