package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operations of keras.ops that are made of several nodes. */
final class MoreOperations {
    private static final Map<String, String> SINGLES = Map.of(
            "Sin", "Sin",
            "Cos", "Cos",
            "Floor", "Floor",
            "Ceil", "Ceil",
            "Sign", "Sign",
            "Reciprocal", "Reciprocal",
            "Erf", "Erf",
            "Round", "Round");

    private MoreOperations() {}

    static Map<String, LayerTranslation> all() {
        Map<String, LayerTranslation> all = new HashMap<>();
        SINGLES.forEach((name, op) -> all.put(name, call -> single(call, op)));
        all.put("Rsqrt", call -> chain(call, "Sqrt", "Reciprocal"));
        all.put("Log1p", call -> shifted(call, 1, "Log"));
        all.put("Expm1", MoreOperations::expm1);
        all.put("Var", call -> variance(call, false));
        all.put("Std", call -> variance(call, true));
        all.put("Argmax", call -> position(call, "ArgMax"));
        all.put("Argmin", call -> position(call, "ArgMin"));
        all.put("Stack", MoreOperations::stack);
        all.put("Swapaxes", MoreOperations::swapaxes);
        all.put("Where", MoreOperations::where);
        all.put("LogSoftmax", call -> named(call, "log_softmax"));
        all.put("Mish", call -> named(call, "mish"));
        all.put("LogSigmoid", call -> named(call, "log_sigmoid"));
        all.put("HardSilu", call -> named(call, "hard_silu"));
        all.put("ConvertToTensor", call -> List.of(call.input()));
        all.put("StopGradient", call -> List.of(call.input()));
        all.put("Einsum", MoreOperations::einsum);
        all.put("Repeat", MoreOperations::repeat);
        all.put("Flip", MoreOperations::flip);
        all.replaceAll((name, translation) -> call -> translation.translate(call).stream()
                .map(value -> value.masked(Optional.empty()))
                .toList());
        all.put("Glu", call -> {
            Value input = real(call);
            int axis = Axes.positive(call, call.config().integer("axis", -1), input.rank());
            return List.of(new Activations(call).glu(call.place(), input, axis));
        });
        return all;
    }

    private static Value real(LayerCall call) {
        return call.ops().as(call.input(), ElementType.FLOAT);
    }

    private static List<Value> single(LayerCall call, String op) {
        return chain(call, op);
    }

    private static List<Value> chain(LayerCall call, String... ops) {
        Value input = real(call);
        String name = input.name();
        for (String op : ops) {
            name = call.graph().node(op, List.of(name));
        }
        return List.of(input.renamed(name));
    }

    private static List<Value> shifted(LayerCall call, double by, String op) {
        Value input = real(call);
        String sum = call.ops().add(input.name(), call.ops().scalar(by));
        return List.of(input.renamed(call.graph().node(op, List.of(sum))));
    }

    private static List<Value> expm1(LayerCall call) {
        Value input = real(call);
        String power = call.graph().node("Exp", List.of(input.name()));
        return List.of(input.renamed(call.ops().subtract(power, call.ops().scalar(1))));
    }

    private static List<Value> named(LayerCall call, String activation) {
        return List.of(new Activations(call).apply(call.place(), activation, real(call)));
    }

    private static List<Value> variance(LayerCall call, boolean root) {
        Value input = real(call);
        List<Integer> axes = axes(call, input);
        boolean keep = call.config().flag("keepdims", false);
        Ops ops = call.ops();
        long[] over = axes.stream().mapToLong(Integer::longValue).toArray();
        String centered = ops.subtract(input.name(), ops.reduce("ReduceMean", input.name(), true, over));
        String variance = ops.reduce("ReduceMean", ops.multiply(centered, centered), keep, over);
        String name = root ? call.graph().node("Sqrt", List.of(variance)) : variance;
        return List.of(input.reshaped(name, without(input, axes, keep)));
    }

    private static List<Integer> axes(LayerCall call, Value input) {
        if (!call.config().has("axis") || Axes.of(call, "axis", input.rank()).contains(0)) {
            throw call.unsupported("runs over the batch", "let the rows of a batch stay apart: name the other axes");
        }
        return Axes.of(call, "axis", input.rank());
    }

    /** The dims that reducing over the axes leaves. */
    static List<Dim> without(Value input, List<Integer> axes, boolean keep) {
        List<Dim> dims = new ArrayList<>();
        for (int axis = 0; axis < input.rank(); axis++) {
            if (!axes.contains(axis)) {
                dims.add(input.dim(axis));
            } else if (keep) {
                dims.add(Dim.of(1));
            }
        }
        return dims;
    }

    private static List<Value> position(LayerCall call, String op) {
        Value input = real(call);
        List<Integer> axes = axes(call, input);
        boolean keep = call.config().flag("keepdims", false);
        String name = call.graph()
                .node(
                        op,
                        List.of(input.name()),
                        NodeAttribute.of("axis", axes.get(0)),
                        NodeAttribute.of("keepdims", keep ? 1 : 0));
        return List.of(
                Value.of(call.ops().cast(name, ElementType.INT32), ElementType.INT32, without(input, axes, keep)));
    }

    private static List<Value> stack(LayerCall call) {
        List<Value> inputs = call.inputs();
        Value first = inputs.get(0);
        int axis = Axes.positive(call, call.config().integer("axis", 0), first.rank() + 1);
        if (axis == 0 || inputs.stream().anyMatch(input -> input.rank() != first.rank())) {
            throw call.unsupported("stacks batches, or tensors of unlike rank", "stack behind the batch: axis=1");
        }
        List<String> rows = inputs.stream()
                .map(input ->
                        call.ops().unsqueeze(call.ops().as(input, first.type()).name(), axis))
                .toList();
        List<Dim> dims = new ArrayList<>(first.dims());
        dims.add(axis, Dim.of(inputs.size()));
        return List.of(first.reshaped(call.ops().concat(axis, rows), dims));
    }

    private static List<Value> swapaxes(LayerCall call) {
        Value input = call.input();
        int one = Axes.positive(call, call.config().integer("axis1", 0), input.rank());
        int other = Axes.positive(call, call.config().integer("axis2", 0), input.rank());
        List<Dim> dims = new ArrayList<>(input.dims());
        java.util.Collections.swap(dims, one, other);
        long[] order = java.util.stream.LongStream.range(0, input.rank())
                .map(axis -> axis == one ? other : axis == other ? one : axis)
                .toArray();
        return List.of(input.reshaped(call.ops().transpose(input.name(), order), dims));
    }

    private static List<Value> where(LayerCall call) {
        if (call.args().size() != 3 || !(call.args().get(0) instanceof Value condition)) {
            throw call.unsupported("has no three arguments", "write ops.where(condition, x, y)");
        }
        Value yes = Elementwise.operand(call, call.args().get(1), ElementType.FLOAT);
        Value no = Elementwise.operand(call, call.args().get(2), ElementType.FLOAT);
        String name =
                call.ops().where(call.ops().as(condition, ElementType.BOOL).name(), yes.name(), no.name());
        List<Dim> dims = Elementwise.dims(call, Elementwise.dims(call, condition.dims(), yes.dims()), no.dims());
        return List.of(Value.of(name, ElementType.FLOAT, dims));
    }

    private static List<Value> einsum(LayerCall call) {
        String equation = call.config().string("subscripts").replace(" ", "");
        if (call.inputs().size() != 2) {
            throw call.unsupported("multiplies not two tensors", "write a product of two at a time");
        }
        Value left = call.ops().as(call.inputs().get(0), ElementType.FLOAT);
        Value right = call.ops().as(call.inputs().get(1), ElementType.FLOAT);
        List<Dim> dims = EinsumLayer.dims(call, "subscripts", equation, left.dims(), right.dims());
        String name =
                call.graph().node("Einsum", List.of(left.name(), right.name()), NodeAttribute.of("equation", equation));
        return List.of(Value.of(name, ElementType.FLOAT, dims));
    }

    /** Each entry of an axis so many times, one behind the other. */
    private static List<Value> repeat(LayerCall call) {
        Value input = call.input();
        int times = call.config().size("repeats");
        int axis = Axes.positive(call, call.config().integer("axis", 0), input.rank());
        long size = call.known(input, axis);
        if (axis == 0) {
            throw call.unsupported("repeats the batch", "repeat behind the batch: axis=1");
        }
        long[] indices = new long[Math.toIntExact(Dims.multiply(call.place(), size, times))];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = i / times;
        }
        String name = call.graph()
                .node("Gather", List.of(input.name(), call.graph().integers(indices)), NodeAttribute.of("axis", axis));
        return List.of(input.reshaped(name, input.dimsWith(axis, Dim.of(indices.length))));
    }

    private static List<Value> flip(LayerCall call) {
        Value input = call.input();
        String name = input.name();
        OnnxGraph graph = call.graph();
        for (int axis : axes(call, input)) {
            name = graph.node(
                    "Slice",
                    List.of(
                            name,
                            graph.integers(-1),
                            graph.integers(-Ops.END),
                            graph.integers(axis),
                            graph.integers(-1)));
        }
        return List.of(input.renamed(name));
    }
}
