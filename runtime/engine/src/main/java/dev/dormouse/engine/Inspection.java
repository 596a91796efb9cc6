package dev.dormouse.engine;

import dev.dormouse.plan.Plan;
import java.util.Map;

/**
 * The tensors within a pipeline that a caller wants to see instead of its outputs.
 *
 * @param step its place in the plan, from 0
 */
public record Inspection(int step, Side side) {
    /** What a step is given, or what it makes. */
    public enum Side {
        INPUT,
        OUTPUT
    }

    public Inspection {
        if (step < 0) {
            throw new IllegalArgumentException("there is no step " + step);
        }
    }

    /** The slots of the tensors, by the step's ports; of its outputs, those that somebody reads. */
    public Map<String, Integer> slots(Plan plan) {
        Plan.PlanStep inspected = plan.steps().get(step);
        return side == Side.INPUT ? inspected.inputs() : inspected.outputs();
    }
}
