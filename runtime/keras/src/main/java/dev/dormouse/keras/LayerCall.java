package dev.dormouse.keras;

import dev.dormouse.keras.KerasModel.Layer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call of a layer as its translation sees it.
 *
 * @param inputs all tensors among the positional arguments
 * @param args positional arguments, tensors as {@link Value}s
 * @param kwargs the rest, the same way
 */
record LayerCall(
        Layer layer,
        List<Value> inputs,
        List<? extends @Nullable Object> args,
        Map<String, ? extends @Nullable Object> kwargs,
        Scope scope) {

    /**
     * What all calls share.
     *
     * @param runner translates a call of any layer: wrappers call what is inside them
     */
    record Scope(OnnxGraph graph, WeightStore weights, KerasVersion version, Function<LayerCall, List<Value>> runner) {}

    OnnxGraph graph() {
        return scope.graph();
    }

    Ops ops() {
        return new Ops(scope.graph());
    }

    Config config() {
        return layer.config();
    }

    String place() {
        return layer.place();
    }

    /** The one input. */
    Value input() {
        if (inputs.size() != 1) {
            throw KerasFault.unreadable(place() + " takes one tensor, not " + inputs.size());
        }
        return inputs.get(0);
    }

    /** The one input, which must have so many dims. */
    Value input(int rank) {
        Value input = input();
        if (input.rank() != rank) {
            throw KerasFault.unreadable(
                    place() + " takes a tensor of " + rank + " dims with the batch, not of " + input.rank());
        }
        return input;
    }

    /** The mask that is given with the call, or else the one that comes with the input. */
    Optional<Value> mask() {
        return kwargs.get("mask") instanceof Value mask
                ? Optional.of(mask)
                : inputs.get(0).mask();
    }

    /** The layer's own arrays, of which there must be so many. */
    List<Weight> weights(int count) {
        return weights(count, List.of(""));
    }

    List<Weight> weights(int count, List<String> parts) {
        List<Weight> weights = scope.weights().weights(layer.path(), parts);
        if (weights.size() != count) {
            throw KerasFault.unreadable(
                    place() + " should have " + count + " arrays of weights, and the file has " + weights.size());
        }
        return weights;
    }

    /** Whether the file has any arrays under these names. */
    boolean hasWeights(List<String> parts) {
        return !scope.weights().weights(layer.path(), parts).isEmpty();
    }

    /** The array as a constant, which must have exactly these sizes. */
    String constant(Weight weight, long... dims) {
        return graph().floats(expect(weight, dims).values(), dims);
    }

    Weight expect(Weight weight, long... dims) {
        if (!java.util.Arrays.equals(weight.shape(), dims)) {
            throw KerasFault.unreadable(place() + " needs weights of the shape " + java.util.Arrays.toString(dims)
                    + ", and the file has " + weight.dims());
        }
        return weight;
    }

    /** The size of a dim that must be known. */
    long known(Value value, int axis) {
        if (value.dim(axis) instanceof dev.dormouse.plan.Dim.Fixed fixed) {
            return fixed.size();
        }
        throw KerasFault.unsupported(
                place() + " needs the size of dim " + axis + " of its input, which the model leaves open",
                "build the model with that size in keras.Input(shape=…)");
    }

    /** Calls the layer inside of a wrapper. */
    List<Value> inside(Layer inner, Value input) {
        return scope.runner().apply(new LayerCall(inner, List.of(input), List.of(input), Map.of(), scope));
    }

    KerasFault unsupported(String what, String help) {
        return KerasFault.unsupported(place() + " " + what, help);
    }
}
