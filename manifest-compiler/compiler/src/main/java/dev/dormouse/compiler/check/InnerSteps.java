package dev.dormouse.compiler.check;

import dev.dormouse.compiler.resolve.InnerPipeline;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.DimBindings;
import dev.dormouse.step.PortMatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The steps of an inner pipeline as steps of the plan that uses it: named {@code outer/inner}, their dims those of this
 * use, without those that nobody reads.
 */
final class InnerSteps {
    private final int position;
    private final WiredStep user;
    private final Plan plan;
    private final Slots slots;
    private final DimBindings dims;

    /** That of the step, which all of its inner steps take over; they have none of their own then. */
    private final Optional<Plan.When> condition;

    /** The plan's slots by those of the inner one. */
    private final Map<Integer, Integer> numbers = new HashMap<>();

    InnerSteps(int position, WiredStep user, InnerPipeline inner, TypeCheck types, Slots slots) {
        this.position = position;
        this.user = user;
        this.plan = inner.plan();
        this.slots = slots;
        this.condition = user.when().map(when -> when.inPlan(slots));
        Map<String, TensorType> inputs = new LinkedHashMap<>();
        user.inputs()
                .forEach((port, source) -> inputs.put(port, types.type(source).orElseThrow()));
        this.dims = PortMatch.match(user.portsByName(), inputs, problem -> {
            throw new IllegalStateException("an input that does not fit was not reported: " + problem.headline());
        });
    }

    /**
     * The steps, each value in a slot.
     *
     * @param read what somebody reads
     */
    List<Plan.PlanStep> planSteps(Set<Source> read) {
        for (int i = 0; i < plan.inputs().size(); i++) {
            numbers.put(
                    i,
                    slots.of(Objects.requireNonNull(
                            user.inputs().get(plan.inputs().get(i).name()))));
        }
        List<Plan.Output> wanted = plan.outputs().stream()
                .filter(output -> read.contains(source(output)))
                .toList();
        Set<Integer> needed = new HashSet<>();
        wanted.forEach(output -> needed.add(output.slot()));
        for (int i = plan.steps().size() - 1; i >= 0; i--) {
            Plan.PlanStep step = plan.steps().get(i);
            if (isNeeded(step, needed)) {
                needed.addAll(step.inputs().values());
                step.when().ifPresent(when -> needed.addAll(when.reads().values()));
            }
        }
        List<Plan.PlanStep> steps = new ArrayList<>();
        plan.steps().stream().filter(step -> isNeeded(step, needed)).forEach(step -> steps.add(planStep(step, needed)));
        wanted.forEach(output -> slots.name(source(output), number(output.slot())));
        return steps;
    }

    private Source source(Plan.Output output) {
        return new Source.FromStep(position, output.name());
    }

    private static boolean isNeeded(Plan.PlanStep step, Set<Integer> needed) {
        return step.outputs().values().stream().anyMatch(needed::contains);
    }

    private Plan.PlanStep planStep(Plan.PlanStep step, Set<Integer> needed) {
        Map<String, Integer> inputs = new LinkedHashMap<>();
        step.inputs().forEach((port, slot) -> inputs.put(port, number(slot)));
        Map<String, Integer> outputs = new LinkedHashMap<>();
        step.outputs().forEach((port, slot) -> {
            if (needed.contains(slot)) {
                outputs.put(port, add(slot));
            }
        });
        return new Plan.PlanStep(
                named(step.name()),
                step.kind(),
                step.options(),
                step.artifacts(),
                inputs,
                outputs,
                condition.or(() -> step.when().map(this::inThisPlan)));
    }

    private Plan.When inThisPlan(Plan.When inner) {
        Map<String, Integer> reads = new LinkedHashMap<>();
        inner.reads().forEach((name, slot) -> reads.put(name, number(slot)));
        return new Plan.When(inner.formula(), reads);
    }

    private int add(int slot) {
        Plan.Slot inner = plan.slots().get(slot);
        String step = user.resolved().name();
        int number = slots.add(named(inner.name()), dims.substitute(inner.type(), step));
        numbers.put(slot, number);
        return number;
    }

    private int number(int slot) {
        return Objects.requireNonNull(numbers.get(slot));
    }

    private String named(String inner) {
        return user.resolved().name() + InnerPipeline.SEPARATOR + inner;
    }
}
