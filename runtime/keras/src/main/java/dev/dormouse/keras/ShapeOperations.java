package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Operations of keras.ops that change a tensor's shape: means, sums, slices, products of matrices. */
final class ShapeOperations {
    private ShapeOperations() {}

    static Map<String, LayerTranslation> all() {
        Map<String, LayerTranslation> all = new HashMap<>();
        Map.of("Mean", "ReduceMean", "Sum", "ReduceSum", "Max", "ReduceMax", "Min", "ReduceMin", "Any", "ReduceMax")
                .forEach((name, op) -> all.put(name, call -> reduce(call, op)));
        all.put("ExpandDims", ShapeOperations::expandDims);
        all.put("Squeeze", ShapeOperations::squeeze);
        all.put("Transpose", ShapeOperations::transpose);
        all.put("Matmul", ShapeOperations::matmul);
        all.put("GetItem", GetItem::translate);
        return all;
    }

    private static List<Value> reduce(LayerCall call, String op) {
        boolean any = call.layer().className().equals("Any");
        Value input = call.ops().as(call.input(), ElementType.FLOAT);
        boolean keep = call.config().flag("keepdims", false);
        List<Integer> axes = call.config().has("axis")
                ? Axes.of(call, "axis", input.rank())
                : IntStream.range(0, input.rank()).boxed().toList();
        if (axes.contains(0)) {
            throw call.unsupported("runs over the batch", "let the rows of a batch stay apart: name the other axes");
        }
        List<Dim> dims = MoreOperations.without(input, axes, keep);
        String name = call.ops()
                .reduce(
                        op,
                        input.name(),
                        keep,
                        axes.stream().mapToLong(Integer::longValue).toArray());
        Value result = input.reshaped(name, dims);
        return List.of(any ? call.ops().as(result, ElementType.BOOL) : result);
    }

    private static List<Value> expandDims(LayerCall call) {
        Value input = call.input();
        List<Integer> axes = Axes.of(call, "axis", input.rank() + 1);
        List<Dim> dims = new ArrayList<>(input.dims());
        axes.forEach(axis -> dims.add(axis, Dim.of(1)));
        String name = call.ops()
                .unsqueeze(
                        input.name(),
                        axes.stream().mapToLong(Integer::longValue).toArray());
        return List.of(input.reshaped(name, dims));
    }

    private static List<Value> squeeze(LayerCall call) {
        Value input = call.input();
        List<Integer> axes = Axes.of(call, "axis", input.rank());
        List<Dim> dims = new ArrayList<>();
        for (int axis = 0; axis < input.rank(); axis++) {
            if (!axes.contains(axis)) {
                dims.add(input.dim(axis));
            }
        }
        String name = call.ops()
                .squeeze(
                        input.name(),
                        axes.stream().mapToLong(Integer::longValue).toArray());
        return List.of(input.reshaped(name, dims));
    }

    private static List<Value> transpose(LayerCall call) {
        Value input = call.input();
        List<Integer> order = call.config().integers("axes").stream()
                .map(axis -> Axes.positive(call, axis, input.rank()))
                .toList();
        if (order.size() != input.rank() || order.stream().distinct().count() != order.size()) {
            throw call.config().wrong("axes", "an order of all axes");
        }
        String name = call.ops()
                .transpose(
                        input.name(),
                        order.stream().mapToLong(Integer::longValue).toArray());
        return List.of(input.reshaped(name, order.stream().map(input::dim).toList()));
    }

    private static List<Value> matmul(LayerCall call) {
        if (call.inputs().size() != 2) {
            throw KerasFault.unreadable(call.place() + " takes two tensors");
        }
        Value left = call.ops().as(call.inputs().get(0), ElementType.FLOAT);
        Value right = call.ops().as(call.inputs().get(1), ElementType.FLOAT);
        if (left.rank() != right.rank() || left.rank() < 3) {
            throw call.unsupported("multiplies tensors of unlike rank", "give both the batch and as many dims");
        }
        List<Dim> dims = new ArrayList<>(left.dims());
        dims.set(left.rank() - 1, right.lastDim());
        return List.of(left.reshaped(call.graph().node("MatMul", List.of(left.name(), right.name())), dims));
    }
}
