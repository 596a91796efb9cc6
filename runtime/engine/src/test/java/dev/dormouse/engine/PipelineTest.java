package dev.dormouse.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.PlanJson;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.Map;
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
    void aPlanSurvivesItsJson() {
        assertThat(PlanJson.read(PlanJson.write(pipeline.plan()))).isEqualTo(pipeline.plan());
    }
}
