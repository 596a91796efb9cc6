package dev.dormouse.engine;

import dev.dormouse.plan.Plan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The tensors within a pipeline that a caller wants to see instead of its outputs.
 *
 * @param steps how many steps of the plan must have run, from its first
 * @param step the one that is looked into, if it is one
 * @param slots where the tensors are then, by the names under which they are shown
 */
public record Inspection(int steps, OptionalInt step, Map<String, Integer> slots) {
    /** What a step is given, or what it makes. */
    public enum Side {
        INPUT,
        OUTPUT
    }

    public Inspection {
        if (steps < 0) {
            throw new IllegalArgumentException(steps + " steps");
        }
        slots = Collections.unmodifiableMap(new LinkedHashMap<>(slots));
    }

    /** A side of a step, by its ports; of its outputs, those that somebody reads. */
    public static Inspection of(Plan plan, int step, Side side) {
        Plan.PlanStep inspected = plan.steps().get(step);
        return side == Side.INPUT
                ? new Inspection(step, OptionalInt.of(step), inspected.inputs())
                : new Inspection(step + 1, OptionalInt.of(step), inspected.outputs());
    }

    /** These slots, as soon as the last of them is filled. */
    public static Inspection of(Plan plan, Map<String, Integer> slots) {
        int steps = 0;
        for (int i = 0; i < plan.steps().size(); i++) {
            boolean fills = plan.steps().get(i).outputs().values().stream().anyMatch(slots::containsValue);
            steps = fills ? i + 1 : steps;
        }
        return new Inspection(steps, OptionalInt.empty(), slots);
    }
}
