package dev.dormouse.keras;

import dev.dormouse.keras.KerasModel.Constant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tensors that a configuration spells out: nested lists of numbers, with their datatype. */
final class Constants {
    private Constants() {}

    /** {@code {value, dtype}}; without a datatype it is FLOAT. */
    static Constant of(Config config) {
        ElementType type = ElementType.named(config.string("dtype", "float32"))
                .filter(known -> known != ElementType.STRING)
                .orElseThrow(() -> config.wrong("dtype", "one of numbers"));
        Object value = config.values().get("value");
        List<Long> dims = new ArrayList<>();
        for (Object inner = value; inner instanceof List<?> list; inner = list.isEmpty() ? null : list.get(0)) {
            dims.add((long) list.size());
        }
        List<Double> numbers = new ArrayList<>();
        collect(config, value, dims, 0, numbers);
        return new Constant(
                type, dims, numbers.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static void collect(Config config, @Nullable Object json, List<Long> dims, int depth, List<Double> to) {
        if (json instanceof List<?> list && depth < dims.size() && list.size() == dims.get(depth)) {
            list.forEach(entry -> collect(config, entry, dims, depth + 1, to));
        } else if (depth == dims.size() && json instanceof Number number) {
            to.add(number.doubleValue());
        } else if (depth == dims.size() && json instanceof Boolean flag) {
            to.add(flag ? 1.0 : 0.0);
        } else {
            throw config.wrong("value", "a number or a regular list of numbers");
        }
    }

    /** The tensor in a graph. */
    static Value value(OnnxGraph graph, Constant constant) {
        long[] dims = constant.dims().stream().mapToLong(Long::longValue).toArray();
        if (java.util.Arrays.stream(dims).anyMatch(dim -> dim < 1)) {
            throw KerasFault.unreadable("a constant of the model is empty");
        }
        String name;
        if (constant.type().isReal()) {
            float[] floats = new float[constant.values().length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) constant.values()[i];
            }
            name = graph.floats(floats, dims);
        } else {
            long[] integers = new long[constant.values().length];
            for (int i = 0; i < integers.length; i++) {
                integers[i] = (long) constant.values()[i];
            }
            name = new Ops(graph).cast(graph.integers(integers, dims), constant.type());
        }
        ElementType type = constant.type().isReal() ? ElementType.FLOAT : constant.type();
        return Value.of(
                name,
                type,
                constant.dims().stream()
                        .map(dev.dormouse.plan.Dim::of)
                        .map(dev.dormouse.plan.Dim.class::cast)
                        .toList());
    }
}
