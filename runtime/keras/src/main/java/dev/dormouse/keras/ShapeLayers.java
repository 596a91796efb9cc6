package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Layers that give the same numbers in another shape. */
final class ShapeLayers {
    private ShapeLayers() {}

    static Map<String, LayerTranslation> all() {
        return Map.of(
                "Flatten", ShapeLayers::flatten,
                "Reshape", ShapeLayers::reshape,
                "Permute", ShapeLayers::permute,
                "RepeatVector", ShapeLayers::repeatVector);
    }

    private static List<Value> flatten(LayerCall call) {
        Value input = call.input();
        if (input.rank() == 1) {
            return List.of(input.reshaped(call.ops().reshape(input.name(), 0, 1), List.of(input.dim(0), Dim.of(1))));
        }
        String from = Axes.channelsFirst(call) && input.rank() > 2
                ? call.ops().transpose(input.name(), Axes.channelsToBack(input.rank()))
                : input.name();
        Dim features = Dims.product(call.place(), input.dims().subList(1, input.rank()));
        return List.of(
                input.reshaped(call.ops().reshape(from, 0, Dims.size(features)), List.of(input.dim(0), features)));
    }

    private static List<Value> reshape(LayerCall call) {
        Value input = call.input();
        List<Long> target = targetShape(call);
        Dim all = Dims.product(call.place(), input.dims().subList(1, input.rank()));
        List<Dim> dims = new ArrayList<>(List.of(input.dim(0)));
        long[] onnx = new long[target.size() + 1];
        long product = 1;
        for (long size : target) {
            product =
                    size == -1 ? product : Dims.multiply(call.place(), product, Dims.size(Dims.of(call.place(), size)));
        }
        long open = target.stream().filter(size -> size == -1).count();
        long known = Dims.size(all);
        boolean fits = open == 0 ? known < 0 || known == product : open == 1 && (known < 0 || known % product == 0);
        if (!fits) {
            throw KerasFault.unreadable(call.place() + " cannot make " + target + " of "
                    + input.dims().subList(1, input.rank()));
        }
        for (int i = 0; i < target.size(); i++) {
            long size = target.get(i) == -1 && known > 0 ? known / product : target.get(i);
            onnx[i + 1] = size;
            dims.add(size == -1 ? Dim.UNKNOWN : Dim.of(size));
        }
        return List.of(input.reshaped(call.ops().reshape(input.name(), onnx), dims));
    }

    /** The dims behind the batch; the operation of Keras 3 writes the batch, too, as what is left over. */
    private static List<Long> targetShape(LayerCall call) {
        if (!call.config().has("newshape")) {
            return call.config().integers("target_shape");
        }
        List<Long> all = call.config().integers("newshape");
        if (all.isEmpty() || all.get(0) != -1) {
            throw call.unsupported("reshapes the batch", "use the layer Reshape, which leaves the batch as it is");
        }
        return all.subList(1, all.size());
    }

    private static List<Value> permute(LayerCall call) {
        Value input = call.input();
        List<Long> axes = call.config().integers("dims");
        long[] order = new long[input.rank()];
        if (axes.size() != input.rank() - 1 || new HashSet<>(axes).size() != axes.size()) {
            throw call.config().wrong("dims", "an order of " + (input.rank() - 1) + " axes");
        }
        List<Dim> dims = new ArrayList<>(List.of(input.dim(0)));
        for (int i = 0; i < axes.size(); i++) {
            order[i + 1] = Axes.positive(call, axes.get(i), input.rank());
            dims.add(input.dim((int) order[i + 1]));
        }
        if (order.length > 1 && java.util.Arrays.stream(order, 1, order.length).anyMatch(axis -> axis == 0)) {
            throw call.config().wrong("dims", "an order of axes that begins at 1");
        }
        return List.of(input.reshaped(call.ops().transpose(input.name(), order), dims));
    }

    private static List<Value> repeatVector(LayerCall call) {
        Value input = call.input(2);
        int times = call.config().size("n");
        String column = call.ops().unsqueeze(input.name(), 1);
        String repeated = call.graph().node("Tile", List.of(column, call.graph().integers(1, times, 1)));
        return List.of(input.reshaped(repeated, List.of(input.dim(0), Dim.of(times), input.dim(1))));
    }
}
