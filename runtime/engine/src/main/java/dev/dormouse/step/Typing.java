package dev.dormouse.step;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.Options;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.Datatype;
import java.util.Map;
import java.util.Optional;

/**
 * What a kind sees when its types are worked out: the declaration, the types of the wired inputs in port order, the
 * dims that the ports' patterns bound, and where to report problems.
 */
public record Typing(Declaration declaration, Map<String, TensorType> inputs, DimBindings dims, Problems problems) {

    public Options options() {
        return declaration.options();
    }

    /** The type of a required, or any wired, input. */
    public TensorType input(String port) {
        TensorType type = inputs.get(port);
        if (type == null) {
            throw new IllegalArgumentException("input " + port + " is not wired");
        }
        return type;
    }

    public Optional<TensorType> optionalInput(String port) {
        return Optional.ofNullable(inputs.get(port));
    }

    /** The actual dim that a name in a port's pattern stands for. */
    public Dim dim(String name) {
        return dims.resolve(Dim.named(name));
    }

    /** A dim that only this step knows, such as a tokenizer's sequence length. */
    public Dim newDim(String name) {
        return Dim.ofStep(declaration.stepName(), name);
    }

    /**
     * The axis counted from the front, or empty after a problem was reported because the input has no such axis.
     *
     * @param option the option that holds the axis, which may be negative
     */
    public Optional<Integer> axis(String option, String port) {
        int axis = options().integer(option);
        int rank = input(port).rank();
        if (axis < -rank || axis >= rank) {
            problems.report(
                    Problem.Place.option(option),
                    Problem.Rule.AXIS,
                    "axis " + axis + " does not exist in " + input(port),
                    rank == 0
                            ? "a scalar has no axes; give a tensor with at least one dim"
                            : "write an axis from " + -rank + " to " + (rank - 1));
            return Optional.empty();
        }
        return Optional.of(axis < 0 ? axis + rank : axis);
    }

    /** Reports a problem unless the dim is this number or unknown. */
    public void requireDim(Dim actual, long wanted, Problem.Place place, String headline, String help) {
        if (!(actual instanceof Dim.Unknown) && !actual.equals(Dim.of(wanted))) {
            problems.report(place, Problem.Rule.DIM, headline, help);
        }
    }

    /** A type for an output. */
    public static TensorType type(Datatype datatype, Dim... dims) {
        return TensorType.of(datatype, dims);
    }
}
