package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Conv1DTranspose to Conv3DTranspose. */
final class TransposedConvolutions {
    private TransposedConvolutions() {}

    static Map<String, LayerTranslation> all() {
        Map<String, LayerTranslation> all = new HashMap<>();
        for (int axes = 1; axes <= 3; axes++) {
            int count = axes;
            all.put("Conv" + axes + "DTranspose", call -> translate(call, count));
        }
        return all;
    }

    private static List<Value> translate(LayerCall call, int axes) {
        Spatial input = Spatial.of(call, axes);
        Window window = Window.of(call, "kernel_size", axes);
        if (window.dilations().stream().anyMatch(dilation -> dilation != 1)) {
            throw call.unsupported("has a dilation_rate", "leave it at 1: Keras itself does not run others everywhere");
        }
        long filters = call.config().size("filters");
        boolean biased = ConvolutionLayers.biased(call);
        List<Weight> weights = call.weights(biased ? 2 : 1);
        long[] shape = new long[axes + 2];
        int[] order = new int[axes + 2];
        for (int i = 0; i < axes; i++) {
            shape[i] = window.sizes().get(i);
            order[i + 2] = i;
        }
        shape[axes] = filters;
        shape[axes + 1] = input.channelCount();
        order[0] = axes + 1;
        order[1] = axes;
        Weight kernel = call.expect(weights.get(0), shape).permuted(order);
        List<String> operands = new ArrayList<>(List.of(input.name(), call.constant(kernel, kernel.shape())));
        if (biased) {
            operands.add(call.constant(weights.get(1), filters));
        }
        List<Dim> space = new ArrayList<>();
        List<NodeAttribute> attributes = attributes(call, window, input, space);
        String result = call.graph().node("ConvTranspose", operands, attributes.toArray(NodeAttribute[]::new));
        return List.of(DenseLayers.activated(
                call, input.with(result, Dim.of(filters), space).value()));
    }

    /** The attributes; the sizes that come out are added to {@code space}. */
    private static List<NodeAttribute> attributes(LayerCall call, Window window, Spatial input, List<Dim> space) {
        int axes = input.axes();
        long[] pads = new long[2 * axes];
        long[] more = new long[axes];
        for (int i = 0; i < axes; i++) {
            long cut = cut(call, window, i, axes);
            pads[i] = Math.max(0, cut) / 2;
            pads[i + axes] = Math.max(0, cut) - pads[i];
            more[i] = Math.max(0, -cut);
            Dim whole = Dims.times(
                    call.place(), input.space().get(i), window.strides().get(i));
            space.add(Dims.plus(
                    call.place(), whole, window.reach(i) - window.strides().get(i) - cut));
        }
        return List.of(
                NodeAttribute.of("kernel_shape", Window.unboxed(window.sizes())),
                NodeAttribute.of("strides", Window.unboxed(window.strides())),
                NodeAttribute.of("pads", pads),
                NodeAttribute.of("output_padding", more));
    }

    /** How much of (in - 1) stride + reach is cut off in all; below 0 so much is put behind. */
    private static long cut(LayerCall call, Window window, int axis, int axes) {
        long reach = window.reach(axis);
        long stride = window.strides().get(axis);
        boolean same = window.padding().equals("same");
        if (!call.config().has("output_padding")) {
            return same ? reach - stride : Math.min(0, reach - stride);
        }
        Object entry = call.config().listOf("output_padding", axes).get(axis);
        if (!(entry instanceof Long more) || more < 0 || more >= stride) {
            throw call.config().wrong("output_padding", "less than the stride");
        }
        return (same ? 2 * (reach / 2) : 0) - more;
    }
}
