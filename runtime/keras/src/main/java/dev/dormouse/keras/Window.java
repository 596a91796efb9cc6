package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How a window moves over the axes of space: sizes, strides, dilations and padding as Keras means them. */
record Window(LayerCall call, List<Long> sizes, List<Long> strides, List<Long> dilations, String padding) {

    static Window of(LayerCall call, String sizeKey, int axes) {
        long[] sizes = call.config().sizes(sizeKey, axes);
        boolean pool = sizeKey.equals("pool_size");
        long[] strides = call.config().has("strides")
                ? call.config().sizes("strides", axes)
                : pool ? sizes : call.config().sizes("strides", axes, 1);
        long[] dilations = pool ? ones(axes) : call.config().sizes("dilation_rate", axes, 1);
        String padding = call.config().string("padding", "valid");
        if (!List.of("valid", "same", "causal").contains(padding)) {
            throw call.config().wrong("padding", "valid, same or causal");
        }
        return new Window(call, boxed(sizes), boxed(strides), boxed(dilations), padding);
    }

    private static long[] ones(int count) {
        long[] ones = new long[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static List<Long> boxed(long[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    static long[] unboxed(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    /** How far the window reaches with its gaps. */
    long reach(int axis) {
        long gaps = sizes.get(axis) - 1;
        return gaps == 0 ? 1 : Dims.multiply(call.place(), gaps, dilations.get(axis)) + 1;
    }

    /** The sizes of space behind the window. */
    List<Dim> outputs(List<Dim> space) {
        List<Dim> outputs = new ArrayList<>();
        for (int i = 0; i < space.size(); i++) {
            long size = Dims.size(space.get(i));
            long stride = strides.get(i);
            if (padding.equals("valid")) {
                outputs.add(
                        size < 0
                                ? (stride == 1 && reach(i) == 1 ? space.get(i) : Dim.UNKNOWN)
                                : Dims.of(call.place(), size < reach(i) ? 0 : (size - reach(i)) / stride + 1));
            } else {
                outputs.add(
                        size < 0
                                ? (stride == 1 ? space.get(i) : Dim.UNKNOWN)
                                : Dims.of(call.place(), (size + stride - 1) / stride));
            }
        }
        return outputs;
    }

    /** The attributes of a Conv or Pool node over these sizes. */
    List<NodeAttribute> attributes(List<Dim> space) {
        List<NodeAttribute> attributes = new ArrayList<>(List.of(
                NodeAttribute.of("kernel_shape", unboxed(sizes)), NodeAttribute.of("strides", unboxed(strides))));
        if (dilations.stream().anyMatch(dilation -> dilation != 1)) {
            attributes.add(NodeAttribute.of("dilations", unboxed(dilations)));
        }
        if (padding.equals("valid")) {
            return attributes;
        }
        long[] pads = new long[2 * space.size()];
        for (int i = 0; i < space.size(); i++) {
            long total = total(i, Dims.size(space.get(i)));
            if (total < 0) {
                // only the run knows the size
                attributes.add(NodeAttribute.of("auto_pad", "SAME_UPPER"));
                return attributes;
            }
            pads[i] = padding.equals("causal") ? total : total / 2;
            pads[i + space.size()] = total - pads[i];
        }
        attributes.add(NodeAttribute.of("pads", pads));
        return attributes;
    }

    /** What is put around an axis for "same"; -1 when that depends on an open size. */
    private long total(int axis, long size) {
        long stride = strides.get(axis);
        if (stride == 1 || padding.equals("causal")) {
            return reach(axis) - 1;
        }
        if (size < 0) {
            if (dilations.get(axis) != 1) {
                throw call.unsupported(
                        "has strides and gaps over an open size", "build the model with that size in keras.Input");
            }
            return -1;
        }
        return Math.max(0, ((size + stride - 1) / stride - 1) * stride + reach(axis) - size);
    }
}
