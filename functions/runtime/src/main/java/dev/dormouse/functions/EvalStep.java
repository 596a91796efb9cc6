package dev.dormouse.functions;

import dev.dormouse.engine.Inspection;
import dev.dormouse.engine.Inspection.Side;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * OVH's header {@code Step}: {@code input:0} is answered with what the first step is given, {@code output:0} with what it
 * makes. A number is that of an evaluator if the pipeline comes from a manifest of OVH's, else of a step; a name is a
 * step's. Any header leaves the shapes as they are.
 */
final class EvalStep {
    /** A list with a map {@code {"inputs": {name: slot's name}, "outputs": …}} for each evaluator. */
    private static final String EVALUATORS = "ovh/evaluators";

    private EvalStep() {}

    /**
     * Which tensors are asked for; the outputs if the header has no colon.
     *
     * @throws PipelineException INVALID_INPUT if there is no such step, or nobody reads what it makes
     */
    static Optional<Inspection> of(@Nullable String header, Plan plan) {
        int colon = header == null ? -1 : header.indexOf(':');
        if (header == null || colon < 0) {
            return Optional.empty();
        }
        Side side = switch (header.substring(0, colon).trim()) {
            case "input" -> Side.INPUT;
            case "output" -> Side.OUTPUT;
            default ->
                throw PipelineException.invalidInput(
                        "the header Step must be input:STEP or output:STEP, with one of " + steps(plan));
        };
        String name = header.substring(colon + 1).trim();
        return Optional.of(
                name.matches("[0-9]{1,4}") ? at(Integer.parseInt(name), side, plan) : named(name, side, plan));
    }

    private static Inspection at(int number, Side side, Plan plan) {
        List<?> evaluators = evaluators(plan);
        int count = evaluators.isEmpty() ? plan.steps().size() : evaluators.size();
        if (number >= count) {
            throw unknown(plan);
        }
        if (evaluators.isEmpty()) {
            return Inspection.of(plan, number, side);
        }
        Map<String, Integer> slots = slots(evaluators.get(number), side, plan);
        if (slots.isEmpty()) {
            throw PipelineException.invalidInput("the header Step asks for what evaluator " + number
                    + " makes, but nobody reads it, so it is not made");
        }
        return Inspection.of(plan, slots);
    }

    /** The tensors of an evaluator that are in the plan: what nobody reads is not. */
    private static Map<String, Integer> slots(Object evaluator, Side side, Plan plan) {
        Map<String, Integer> slots = new LinkedHashMap<>();
        String key = side == Side.INPUT ? "inputs" : "outputs";
        if (evaluator instanceof Map<?, ?> sides && sides.get(key) instanceof Map<?, ?> tensors) {
            tensors.forEach((name, slot) -> {
                for (int i = 0; i < plan.slots().size(); i++) {
                    if (plan.slots().get(i).name().equals(slot)) {
                        slots.put(String.valueOf(name), i);
                    }
                }
            });
        }
        return slots;
    }

    private static Inspection named(String name, Side side, Plan plan) {
        for (int i = 0; i < plan.steps().size(); i++) {
            if (name.equals(plan.steps().get(i).name())) {
                return Inspection.of(plan, i, side);
            }
        }
        throw unknown(plan);
    }

    private static List<?> evaluators(Plan plan) {
        String json = plan.metadata().annotations().get(EVALUATORS);
        return json != null && EvalNames.decode(json) instanceof List<?> list ? list : List.of();
    }

    private static PipelineException unknown(Plan plan) {
        return PipelineException.invalidInput(
                "the header Step names a step that is not there; there are " + steps(plan));
    }

    private static String steps(Plan plan) {
        int evaluators = evaluators(plan).size();
        String names = plan.steps().stream().map(Plan.PlanStep::name).collect(Collectors.joining(", "));
        return evaluators == 0
                ? "the steps, from 0, " + names
                : "the evaluators 0 to " + (evaluators - 1) + " and the steps " + names;
    }
}
