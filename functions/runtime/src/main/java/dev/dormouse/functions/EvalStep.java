package dev.dormouse.functions;

import dev.dormouse.engine.Inspection;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * OVH's header {@code Step}: {@code input:0} is answered with what the first step is given, {@code output:0} with what it
 * makes; a step is named by its place in the plan or its name. Any header leaves the shapes as they are.
 */
final class EvalStep {
    private EvalStep() {}

    /**
     * Which tensors are asked for; the outputs if the header has no colon.
     *
     * @throws PipelineException INVALID_INPUT if there is no such step
     */
    static Optional<Inspection> of(@Nullable String header, Plan plan) {
        int colon = header == null ? -1 : header.indexOf(':');
        if (header == null || colon < 0) {
            return Optional.empty();
        }
        Inspection.Side side = switch (header.substring(0, colon).trim()) {
            case "input" -> Inspection.Side.INPUT;
            case "output" -> Inspection.Side.OUTPUT;
            default ->
                throw PipelineException.invalidInput(
                        "the header Step must be input:STEP or output:STEP, with one of " + steps(plan));
        };
        String name = header.substring(colon + 1).trim();
        for (int i = 0; i < plan.steps().size(); i++) {
            if (name.equals(Integer.toString(i))
                    || name.equals(plan.steps().get(i).name())) {
                return Optional.of(new Inspection(i, side));
            }
        }
        throw PipelineException.invalidInput(
                "the header Step names a step that is not there; the steps, from 0, are " + steps(plan));
    }

    private static String steps(Plan plan) {
        return plan.steps().stream().map(Plan.PlanStep::name).collect(Collectors.joining(", "));
    }
}
