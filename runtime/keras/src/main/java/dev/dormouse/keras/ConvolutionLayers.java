package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Convolutions over one to three axes of space: plain, by depth and separable. */
final class ConvolutionLayers {
    private ConvolutionLayers() {}

    static Map<String, LayerTranslation> all() {
        Map<String, LayerTranslation> all = new HashMap<>();
        for (int axes = 1; axes <= 3; axes++) {
            int count = axes;
            all.put("Conv" + axes + "D", call -> convolution(call, count));
            all.put("Convolution" + axes + "D", call -> convolution(call, count));
        }
        for (int axes = 1; axes <= 2; axes++) {
            int count = axes;
            all.put("DepthwiseConv" + axes + "D", call -> depthwise(call, count));
            all.put("SeparableConv" + axes + "D", call -> separable(call, count));
        }
        return all;
    }

    private static List<Value> convolution(LayerCall call, int axes) {
        Spatial input = Spatial.of(call, axes);
        Window window = Window.of(call, "kernel_size", axes);
        long filters = call.config().size("filters");
        long groups = call.config().size("groups", 1);
        if (input.channelCount() % groups != 0) {
            throw call.config().wrong("groups", "a divisor of the " + input.channelCount() + " channels");
        }
        List<Weight> weights = call.weights(biased(call) ? 2 : 1);
        long[] shape = shape(window, input.channelCount() / groups, filters);
        Weight kernel = call.expect(weights.get(0), shape).permuted(outputsFirst(axes));
        List<String> operands = new ArrayList<>(List.of(input.name(), call.constant(kernel, kernel.shape())));
        if (biased(call)) {
            operands.add(call.constant(weights.get(1), filters));
        }
        String result = conv(call, operands, window, input, groups);
        return List.of(DenseLayers.activated(
                call,
                input.with(result, Dim.of(filters), window.outputs(input.space()))
                        .value()));
    }

    static boolean biased(LayerCall call) {
        return call.config().flag("use_bias", true);
    }

    private static String conv(LayerCall call, List<String> operands, Window window, Spatial input, long groups) {
        List<NodeAttribute> attributes = window.attributes(input.space());
        attributes.add(NodeAttribute.of("group", groups));
        return call.graph().node("Conv", operands, attributes.toArray(NodeAttribute[]::new));
    }

    static long[] shape(Window window, long in, long out) {
        int axes = window.sizes().size();
        long[] shape = new long[axes + 2];
        for (int i = 0; i < axes; i++) {
            shape[i] = window.sizes().get(i);
        }
        shape[axes] = in;
        shape[axes + 1] = out;
        return shape;
    }

    /** From [space…, in, out] to [out, in, space…]. */
    static int[] outputsFirst(int axes) {
        int[] order = new int[axes + 2];
        order[0] = axes + 1;
        order[1] = axes;
        for (int i = 0; i < axes; i++) {
            order[i + 2] = i;
        }
        return order;
    }

    private static List<Value> depthwise(LayerCall call, int axes) {
        List<Weight> weights = call.weights(biased(call) ? 2 : 1);
        Spatial deep = deep(call, Spatial.of(call, axes), weights.get(0));
        String result = deep.name();
        if (biased(call)) {
            result = biasedOver(call, result, weights.get(1), deep.channelCount(), axes);
        }
        return List.of(DenseLayers.activated(
                call, deep.with(result, deep.channels(), deep.space()).value()));
    }

    /** Each channel by kernels of its own; the kernel is [space…, channels, multiplier]. */
    private static Spatial deep(LayerCall call, Spatial input, Weight weight) {
        Window window = Window.of(call, "kernel_size", input.axes());
        long channels = input.channelCount();
        long multiplier = call.config().size("depth_multiplier", 1);
        Dim outputs = Dims.times(call.place(), input.channels(), multiplier);
        int axes = input.axes();
        int[] order = new int[axes + 2];
        order[0] = axes;
        order[1] = axes + 1;
        long[] dims = new long[axes + 2];
        dims[0] = channels * multiplier;
        dims[1] = 1;
        for (int i = 0; i < axes; i++) {
            order[i + 2] = i;
            dims[i + 2] = window.sizes().get(i);
        }
        Weight kernel = call.expect(weight, shape(window, channels, multiplier))
                .permuted(order)
                .reshaped(dims);
        String result = conv(call, List.of(input.name(), call.constant(kernel, dims)), window, input, channels);
        return input.with(result, outputs, window.outputs(input.space()));
    }

    private static List<Value> separable(LayerCall call, int axes) {
        List<Weight> weights = call.weights(biased(call) ? 3 : 2);
        Spatial deep = deep(call, Spatial.of(call, axes), weights.get(0));
        long filters = call.config().size("filters");
        long[] shape = new long[axes + 2];
        java.util.Arrays.fill(shape, 1);
        shape[axes] = deep.channelCount();
        shape[axes + 1] = filters;
        Weight pointwise = call.expect(weights.get(1), shape).permuted(outputsFirst(axes));
        String result = call.graph().node("Conv", List.of(deep.name(), call.constant(pointwise, pointwise.shape())));
        if (biased(call)) {
            result = biasedOver(call, result, weights.get(2), filters, axes);
        }
        return List.of(DenseLayers.activated(
                call, deep.with(result, Dim.of(filters), deep.space()).value()));
    }

    /** A bias a channel, for a tensor with channels in front. */
    static String biasedOver(LayerCall call, String name, Weight bias, long channels, int axes) {
        long[] dims = new long[axes + 1];
        java.util.Arrays.fill(dims, 1);
        dims[0] = channels;
        return call.ops().add(name, call.constant(call.expect(bias, channels).reshaped(dims), dims));
    }
}
