package dev.dormouse.steps.kind;

import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.StepContext;
import dev.dormouse.tensor.Shape;

/**
 * A row-major shape seen along one axis: {@code outer} blocks, each of {@code size} slices of {@code inner} contiguous
 * elements. A lane is the {@code size} elements that share an outer and an inner position.
 */
public record Axis(int outer, int size, int inner) {

    /** The shape along an axis counted from the front. */
    public static Axis of(Shape shape, int axis) {
        return new Axis(
                Math.toIntExact(shape.count(0, axis)),
                shape.intDim(axis),
                Math.toIntExact(shape.count(axis + 1, shape.rank())));
    }

    /** The option {@code axis}, the last one unless said otherwise. */
    public static Option option(String description) {
        return Option.withDefault("axis", OptionType.integer(-32, 31), -1L, description);
    }

    /** The option's axis counted from the front, for the first input. */
    public static int of(StepContext context) {
        int axis = context.options().integer("axis");
        return axis < 0 ? axis + context.inputs().get(0).type().rank() : axis;
    }

    /** The number of lanes. */
    public int lanes() {
        return outer * inner;
    }

    /** Where lane {@code lane} begins; its elements are {@code inner} apart. */
    public int start(int lane) {
        return lane / inner * size * inner + lane % inner;
    }
}
