package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Numbers to categories and categories to ones among zeros: Discretization, CategoryEncoding, IntegerLookup, StringLookup. */
final class EncodingLayers {
    private EncodingLayers() {}

    static Map<String, LayerTranslation> all() {
        return Map.of(
                "Discretization", EncodingLayers::discretization,
                "CategoryEncoding", EncodingLayers::categories,
                "IntegerLookup", LookupLayers::integers,
                "StringLookup", LookupLayers::texts);
    }

    /** How many boundaries a number is at or above. */
    private static List<Value> discretization(LayerCall call) {
        Value input = call.ops().as(call.input(), ElementType.FLOAT);
        if (!call.config().has("bin_boundaries")) {
            throw call.unsupported(
                    "was saved before adapt() told it its boundaries", "adapt the layer, and save again");
        }
        int count = call.config().list("bin_boundaries").size();
        float[] boundaries = Given.floats(call, "bin_boundaries", count);
        String reached = call.graph()
                .node(
                        "GreaterOrEqual",
                        List.of(
                                call.ops().unsqueeze(input.name(), input.rank()),
                                call.graph().floats(boundaries, count)));
        String sum = call.ops().reduce("ReduceSum", call.ops().cast(reached, ElementType.INT64), false, input.rank());
        Value bins = Value.of(sum, ElementType.INT64, input.dims());
        return List.of(encoded(call, bins, call.config().string("output_mode", "int"), count + 1L, "int64"));
    }

    private static List<Value> categories(LayerCall call) {
        Value input = call.ops().as(call.inputs().get(0), ElementType.INT64);
        if (call.inputs().size() > 1 || call.kwargs().get("count_weights") != null) {
            throw call.unsupported("takes count_weights", "multiply the counts by them in a layer of their own");
        }
        String mode = call.config().string("output_mode", "multi_hot");
        return List.of(encoded(call, input, mode, call.config().size("num_tokens"), "float32"));
    }

    /** INT64 categories as the layer's output_mode says (keras.src.utils.numerical_utils). */
    static Value encoded(LayerCall call, Value ids, String mode, long depth, String dtypeOfIds) {
        if (call.config().flag("sparse", false)) {
            throw call.unsupported("gives a sparse tensor", "build it with sparse=False");
        }
        Ops ops = call.ops();
        if (mode.equals("int")) {
            String dtype = call.config().find("dtype").orElse(dtypeOfIds) instanceof String name ? name : dtypeOfIds;
            ElementType type = ElementType.named(dtype).orElse(ElementType.INT64);
            return ops.as(ids, type.isReal() ? ElementType.INT64 : type);
        }
        boolean single = Dims.size(ids.lastDim()) == 1 && ids.rank() > 1;
        Value flat = mode.equals("one_hot") && single
                ? ids.reshaped(
                        ops.squeeze(ids.name(), ids.rank() - 1L), ids.dims().subList(0, ids.rank() - 1))
                : ids;
        String hot = oneHot(call, flat, depth);
        List<Dim> dims = new ArrayList<>(flat.dims());
        if (mode.equals("one_hot")) {
            dims.add(Dim.of(depth));
            return Value.of(hot, ElementType.FLOAT, dims);
        }
        String over = switch (mode) {
            case "multi_hot", "binary" -> "ReduceMax";
            case "count" -> "ReduceSum";
            default ->
                throw call.unsupported("has the output_mode '" + mode + "'", "use int, one_hot, multi_hot or count");
        };
        if (ids.rank() == 1) {
            dims.add(Dim.of(depth));
            return Value.of(hot, ElementType.FLOAT, dims);
        }
        dims.set(dims.size() - 1, Dim.of(depth));
        return Value.of(ops.reduce(over, hot, false, ids.rank() - 1L), ElementType.FLOAT, dims);
    }

    /** Zeros for what is out of range. */
    private static String oneHot(LayerCall call, Value ids, long depth) {
        float[] numbers = new float[(int) depth];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        Ops ops = call.ops();
        String spread = ops.unsqueeze(ops.cast(ids.name(), ElementType.FLOAT), ids.rank());
        String equal = call.graph().node("Equal", List.of(spread, call.graph().floats(numbers, depth)));
        return ops.cast(equal, ElementType.FLOAT);
    }
}
