package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pooling over windows and over all of space. */
final class PoolingLayers {
    private PoolingLayers() {}

    static Map<String, LayerTranslation> all() {
        Map<String, LayerTranslation> all = new HashMap<>();
        for (int axes = 1; axes <= 3; axes++) {
            int count = axes;
            all.put("MaxPooling" + axes + "D", call -> windows(call, "MaxPool", count));
            all.put("AveragePooling" + axes + "D", call -> windows(call, "AveragePool", count));
            all.put("GlobalMaxPooling" + axes + "D", call -> global(call, "ReduceMax", count));
            all.put("GlobalAveragePooling" + axes + "D", call -> global(call, "ReduceMean", count));
        }
        return all;
    }

    private static List<Value> windows(LayerCall call, String op, int axes) {
        Spatial input = Spatial.of(call, axes);
        Window window = Window.of(call, "pool_size", axes);
        String result = call.graph()
                .node(
                        op,
                        List.of(input.name()),
                        window.attributes(input.space()).toArray(NodeAttribute[]::new));
        return List.of(input.with(result, input.channels(), window.outputs(input.space()))
                .value());
    }

    private static List<Value> global(LayerCall call, String op, int axes) {
        Value input = call.ops().as(call.input(axes + 2), ElementType.FLOAT);
        boolean keep = call.config().flag("keepdims", false);
        int first = Axes.firstSpatial(call);
        long[] over = new long[axes];
        List<Dim> dims = new ArrayList<>();
        for (int axis = 0; axis < input.rank(); axis++) {
            boolean space = axis >= first && axis < first + axes;
            if (space) {
                over[axis - first] = axis;
            }
            if (!space || keep) {
                dims.add(space ? Dim.of(1) : input.dim(axis));
            }
        }
        Optional<Value> mask = op.equals("ReduceMean") && axes == 1 ? call.mask() : Optional.empty();
        String result = mask.isPresent()
                ? maskedMean(call, input, mask.get(), keep)
                : call.ops().reduce(op, input.name(), keep, over);
        return List.of(input.reshaped(result, dims));
    }

    private static String maskedMean(LayerCall call, Value input, Value mask, boolean keep) {
        Ops ops = call.ops();
        int time = Axes.firstSpatial(call);
        String weights = ops.unsqueeze(ops.cast(mask.name(), ElementType.FLOAT), time == 1 ? 2 : 1);
        String sum = ops.reduce("ReduceSum", ops.multiply(input.name(), weights), keep, time);
        return ops.divide(sum, ops.reduce("ReduceSum", weights, keep, time));
    }
}
