package dev.dormouse.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final List<Port> INPUTS = List.of(new Port("text", Plans.TEXT));
    private static final List<Plan.PlanStep> STEPS = List.of(Plans.TOKENS, Plans.MODEL);
    private static final List<Plan.Output> OUTPUTS = List.of(new Plan.Output("y", 2));

    @Test
    void knowsTheTypesOfItsOutputs() {
        assertThat(Plans.plan().typeOf(new Plan.Output("y", 2))).isEqualTo(Plans.SCORES);
    }

    @Test
    void everySlotIsWrittenOnceBeforeItIsRead() {
        assertRefused("model.ids reads an empty slot", INPUTS, List.of(Plans.MODEL, Plans.TOKENS), OUTPUTS);
        assertRefused("output y reads an empty slot", INPUTS, List.of(Plans.TOKENS), OUTPUTS);
        assertRefused("output y reads an empty slot", INPUTS, STEPS, List.of(new Plan.Output("y", -1)));
        assertRefused(
                "late.x writes a slot twice", INPUTS, List.of(Plans.TOKENS, Plans.MODEL, step("late", 2)), OUTPUTS);
        assertRefused("late.x writes no slot", INPUTS, List.of(Plans.TOKENS, Plans.MODEL, step("late", 3)), OUTPUTS);
        assertRefused("input 0 has no slot", List.of(new Port("text", Plans.SCORES)), STEPS, OUTPUTS);
    }

    @Test
    void aConditionReadsWhatIsWritten() {
        assertRefused(
                "the condition of model reads an empty slot: model.a",
                INPUTS,
                List.of(Plans.TOKENS, when(Plans.MODEL, new Plan.When("model.a > 1", Map.of("model.a", 2)))),
                OUTPUTS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Plan.When("1 < 2", Map.of()))
                .withMessage("not a plan: a condition that reads nothing");
    }

    @Test
    void withoutItsConditionsAPlanIsTheSame() {
        Plan.PlanStep sometimes = when(Plans.MODEL, new Plan.When("text == 'a'", Map.of("text", 0)));
        Plan plan = Plans.plan(INPUTS, List.of(Plans.TOKENS, sometimes), OUTPUTS, Optional.empty());
        assertThat(plan.hasConditions()).isTrue();
        assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
        assertThat(plan.unconditional()).isEqualTo(Plans.plan(INPUTS, STEPS, OUTPUTS, Optional.empty()));
    }

    private static Plan.PlanStep when(Plan.PlanStep step, Plan.When when) {
        return new Plan.PlanStep(
                step.name(),
                step.kind(),
                step.options(),
                step.artifacts(),
                step.inputs(),
                step.outputs(),
                Optional.of(when));
    }

    @Test
    void namesAreUnique() {
        assertRefused("two steps or inputs are named text", INPUTS, List.of(step("text", 1)), OUTPUTS);
        assertRefused("two outputs are named y", INPUTS, STEPS, List.of(OUTPUTS.get(0), OUTPUTS.get(0)));
        assertRefused("a pipeline without outputs", INPUTS, STEPS, List.of());
    }

    @Test
    void onlyTheFirstDimOfEverythingIsABatchDim() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Plans.plan(INPUTS, STEPS, OUTPUTS, Optional.of("m")))
                .withMessageContaining("STRING[n] does not start with the batch dim m");
    }

    private static Plan.PlanStep step(String name, int writes) {
        return new Plan.PlanStep(name, "kind", Options.NONE, Map.of(), Map.of(), Map.of("x", writes));
    }

    private static void assertRefused(
            String message, List<Port> inputs, List<Plan.PlanStep> steps, List<Plan.Output> outputs) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Plans.plan(inputs, steps, outputs, Optional.empty()))
                .withMessage("not a plan: " + message);
    }
}
