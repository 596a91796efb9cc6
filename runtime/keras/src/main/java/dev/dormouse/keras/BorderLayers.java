package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** ZeroPadding, Cropping and UpSampling over one to three axes of space. */
final class BorderLayers {
    private BorderLayers() {}

    static Map<String, LayerTranslation> all() {
        Map<String, LayerTranslation> all = new HashMap<>();
        for (int axes = 1; axes <= 3; axes++) {
            int count = axes;
            all.put("ZeroPadding" + axes + "D", call -> padding(call, count));
            all.put("Cropping" + axes + "D", call -> cropping(call, count));
            all.put("UpSampling" + axes + "D", call -> upSampling(call, count));
        }
        return all;
    }

    /** Before and after each axis. One axis has its pair alone; several have a number or a pair each. */
    private static long[][] borders(LayerCall call, String key, int count) {
        long[][] borders = new long[count][2];
        List<?> entries = count == 1 && call.config().find(key).orElse(0L) instanceof List<?> list && list.size() == 2
                ? List.of(list)
                : call.config().listOf(key, count);
        for (int i = 0; i < count; i++) {
            Config entry = new Config(call.place(), Map.of(key, entries.get(i)));
            List<?> pair = entry.listOf(key, 2);
            for (int side = 0; side < 2; side++) {
                if (!(pair.get(side) instanceof Long border) || border < 0 || border > Integer.MAX_VALUE) {
                    throw call.config().wrong(key, "a number or two for each axis");
                }
                borders[i][side] = border;
            }
        }
        return borders;
    }

    private static List<Value> padding(LayerCall call, int count) {
        Value input = call.input(count + 2);
        int first = Axes.firstSpatial(call);
        long[][] borders = borders(call, "padding", count);
        long[] pads = new long[2 * input.rank()];
        List<Dim> dims = new ArrayList<>(input.dims());
        for (int i = 0; i < count; i++) {
            pads[first + i] = borders[i][0];
            pads[first + i + input.rank()] = borders[i][1];
            dims.set(first + i, Dims.plus(call.place(), input.dim(first + i), borders[i][0] + borders[i][1]));
        }
        return List.of(input.reshaped(
                call.graph().node("Pad", List.of(input.name(), call.graph().integers(pads))), dims));
    }

    private static List<Value> cropping(LayerCall call, int count) {
        Value input = call.input(count + 2);
        int first = Axes.firstSpatial(call);
        long[][] borders = borders(call, "cropping", count);
        String name = input.name();
        List<Dim> dims = new ArrayList<>(input.dims());
        for (int i = 0; i < count; i++) {
            long end = borders[i][1] == 0 ? Ops.END : -borders[i][1];
            name = call.ops().slice(name, first + i, borders[i][0], end);
            dims.set(first + i, Dims.plus(call.place(), input.dim(first + i), -borders[i][0] - borders[i][1]));
        }
        return List.of(input.reshaped(name, dims));
    }

    private static List<Value> upSampling(LayerCall call, int count) {
        Value input = call.ops().as(call.input(count + 2), ElementType.FLOAT);
        int first = Axes.firstSpatial(call);
        long[] factors = call.config().sizes("size", count, 2);
        float[] scales = new float[input.rank()];
        java.util.Arrays.fill(scales, 1);
        List<Dim> dims = new ArrayList<>(input.dims());
        for (int i = 0; i < count; i++) {
            scales[first + i] = factors[i];
            dims.set(first + i, Dims.times(call.place(), input.dim(first + i), factors[i]));
        }
        String interpolation = call.config().string("interpolation", "nearest");
        if (interpolation.equals("nearest")) {
            return List.of(input.reshaped(nearest(call, input, scales), dims));
        }
        if (count != 2) {
            throw call.unsupported("interpolates '" + interpolation + "'", "use nearest");
        }
        if (interpolation.equals("bicubic")) {
            long[] size = {
                Dims.multiply(call.place(), call.known(input, first), factors[0]),
                Dims.multiply(call.place(), call.known(input, first + 1), factors[1])
            };
            return List.of(ImageLayers.resized(call, input, interpolation, size));
        }
        return List.of(input.reshaped(smooth(call, input, scales, interpolation), dims));
    }

    private static String nearest(LayerCall call, Value input, float[] scales) {
        return call.graph()
                .node(
                        "Resize",
                        List.of(input.name(), "", call.graph().floats(scales, scales.length)),
                        NodeAttribute.of("mode", "nearest"),
                        NodeAttribute.of("coordinate_transformation_mode", "asymmetric"),
                        NodeAttribute.of("nearest_mode", "floor"));
    }

    /** ONNX Runtime interpolates the last axes only, so channels go to the front for it. */
    private static String smooth(LayerCall call, Value input, float[] scales, String interpolation) {
        boolean moves = !Axes.channelsFirst(call);
        String name = moves ? call.ops().transpose(input.name(), 0, 3, 1, 2) : input.name();
        float[] ordered = moves ? new float[] {1, 1, scales[1], scales[2]} : scales;
        String resized = call.graph()
                .node(
                        "Resize",
                        List.of(name, "", call.graph().floats(ordered, ordered.length)),
                        ImageLayers.attributes(call, interpolation).toArray(NodeAttribute[]::new));
        return moves ? call.ops().transpose(resized, 0, 2, 3, 1) : resized;
    }
}
