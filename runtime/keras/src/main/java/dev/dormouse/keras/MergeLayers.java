package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Layers that make one tensor of several, element by element or side by side. */
final class MergeLayers {
    private MergeLayers() {}

    static Map<String, LayerTranslation> all() {
        Map<String, LayerTranslation> all = new HashMap<>();
        Map.of("Add", "Add", "Subtract", "Sub", "Multiply", "Mul", "Maximum", "Max", "Minimum", "Min")
                .forEach((name, op) -> all.put(name, call -> List.of(pairwise(call, op))));
        all.put("Average", MergeLayers::average);
        all.put("Concatenate", MergeLayers::concatenate);
        all.put("Dot", DotLayer::translate);
        return all;
    }

    /**
     * Left to right. A layer stretches a tensor of fewer dims behind the batch, an operation of Keras 3 (x + y) in front,
     * and may take numbers.
     */
    private static Value pairwise(LayerCall call, String op) {
        if (!(call.args().get(0) instanceof List<?>)) {
            return Elementwise.translate(call, op);
        }
        List<Value> inputs = call.inputs().stream()
                .map(input -> call.ops().as(input, ElementType.FLOAT))
                .toList();
        if (inputs.size() < 2) {
            throw KerasFault.unreadable(call.place() + " takes two tensors or more");
        }
        int rank = inputs.stream().mapToInt(Value::rank).max().orElseThrow();
        Value result = stretched(call, inputs.get(0), rank);
        for (Value next : inputs.subList(1, inputs.size())) {
            Value right = stretched(call, next, rank);
            String name = call.graph().node(op, List.of(result.name(), right.name()));
            result = Value.of(name, ElementType.FLOAT, Elementwise.dims(call, result.dims(), right.dims()));
        }
        return result.masked(eitherMask(call, inputs));
    }

    private static Value stretched(LayerCall call, Value value, int rank) {
        if (value.rank() == rank) {
            return value;
        }
        List<Dim> dims = new ArrayList<>(value.dims());
        long[] axes = new long[rank - value.rank()];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = i + 1L;
            dims.add(1, Dim.of(1));
        }
        return value.reshaped(call.ops().unsqueeze(value.name(), axes), dims);
    }

    /** A step counts if it counts in any input; without a mask everywhere there is none. */
    private static Optional<Value> eitherMask(LayerCall call, List<Value> inputs) {
        Value mask = null;
        for (Value input : inputs) {
            if (input.mask().isEmpty()) {
                return Optional.empty();
            }
            Value other = input.mask().get();
            mask = mask == null || mask.equals(other)
                    ? other
                    : mask.renamed(call.graph().node("Or", List.of(mask.name(), other.name())));
        }
        return Optional.ofNullable(mask);
    }

    private static List<Value> average(LayerCall call) {
        Value sum = pairwise(call, "Add");
        double count = call.inputs().size();
        return List.of(sum.renamed(call.ops().divide(sum.name(), call.ops().scalar(count))));
    }

    private static List<Value> concatenate(LayerCall call) {
        List<Value> inputs = call.inputs();
        ElementType type = inputs.stream().map(Value::type).distinct().count() == 1
                ? inputs.get(0).type()
                : ElementType.FLOAT;
        int rank = inputs.get(0).rank();
        int axis = Axes.positive(call, call.config().integer("axis", -1), rank);
        List<Dim> dims = new ArrayList<>(inputs.get(0).dims());
        long size = 0;
        for (Value input : inputs) {
            if (input.rank() != rank) {
                throw KerasFault.unreadable(call.place() + " takes tensors of different ranks");
            }
            for (int i = 0; i < rank; i++) {
                if (i != axis) {
                    dims.set(i, Dims.broadcast(call.place(), dims.get(i), input.dim(i)));
                }
            }
            long here = Dims.size(input.dim(axis));
            size = size < 0 || here < 0 ? -1 : size + here;
        }
        dims.set(axis, size < 0 ? Dim.UNKNOWN : Dims.of(call.place(), size));
        List<String> names =
                inputs.stream().map(input -> call.ops().as(input, type).name()).toList();
        Value result = Value.of(call.ops().concat(axis, names), type, dims);
        return List.of(result.masked(concatenatedMask(call, axis, rank)));
    }

    /** Features beside each other keep a mask that all have; time steps behind each other need one of all. */
    private static Optional<Value> concatenatedMask(LayerCall call, int axis, int rank) {
        List<Value> inputs = call.inputs();
        if (inputs.stream().allMatch(input -> input.mask().isEmpty())) {
            return Optional.empty();
        }
        boolean same = inputs.stream().map(Value::mask).distinct().count() == 1;
        if (same && axis == rank - 1 && rank > 2) {
            return inputs.get(0).mask();
        }
        throw call.unsupported(
                "joins tensors with masks of their own", "let the Embedding or Masking before it run without a mask");
    }
}
