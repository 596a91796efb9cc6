package dev.dormouse.keras;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** BatchNormalization and what else shifts and scales by numbers that are known, and norms of the data itself. */
final class NormalizationLayers {
    private static final double LEAST_DEVIATION = 1e-7; // keras.backend.epsilon()

    private NormalizationLayers() {}

    static Map<String, LayerTranslation> all() {
        return Map.of(
                "BatchNormalization", NormalizationLayers::batch,
                "LayerNormalization", NormalizationLayers::layer,
                "GroupNormalization", GroupNorm::translate,
                "RMSNormalization", NormalizationLayers::rms,
                "UnitNormalization", NormalizationLayers::unit,
                "Normalization", NormalizationLayers::known,
                "Rescaling", NormalizationLayers::rescaling);
    }

    private static List<Value> batch(LayerCall call) {
        Value input = call.ops().as(call.input(), ElementType.FLOAT);
        Config config = call.config();
        List<Integer> axes = config.has("axis") ? Axes.of(call, "axis", input.rank()) : List.of(input.rank() - 1);
        if (axes.size() != 1) {
            throw call.unsupported("normalises several axes", "give it one axis");
        }
        int size = (int) call.known(input, axes.get(0));
        boolean scale = config.flag("scale", true);
        boolean center = config.flag("center", true);
        List<Weight> weights = call.weights(2 + (scale ? 1 : 0) + (center ? 1 : 0));
        float[] gamma = scale ? call.expect(weights.get(0), size).values() : filled(size, 1);
        float[] beta = center ? call.expect(weights.get(scale ? 1 : 0), size).values() : filled(size, 0);
        float[] mean = call.expect(weights.get(weights.size() - 2), size).values();
        float[] variance = call.expect(weights.get(weights.size() - 1), size).values();
        double epsilon = config.number("epsilon", 1e-3);
        float[] factor = new float[size];
        float[] offset = new float[size];
        for (int i = 0; i < size; i++) {
            double factorHere = gamma[i] / Math.sqrt(variance[i] + epsilon);
            factor[i] = (float) factorHere;
            offset[i] = (float) (beta[i] - mean[i] * factorHere);
        }
        long[] dims = stretched(input.rank(), axes.get(0), size);
        String scaled = call.ops().multiply(input.name(), call.graph().floats(factor, dims));
        return List.of(input.renamed(call.ops().add(scaled, call.graph().floats(offset, dims))));
    }

    private static float[] filled(int size, float value) {
        float[] values = new float[size];
        Arrays.fill(values, value);
        return values;
    }

    private static long[] stretched(int rank, int axis, long size) {
        long[] dims = new long[rank];
        Arrays.fill(dims, 1);
        dims[axis] = size;
        return dims;
    }

    private static List<Value> layer(LayerCall call) {
        Value input = call.ops().as(call.input(), ElementType.FLOAT);
        Config config = call.config();
        if (config.flag("rms_scaling", false)) {
            throw call.unsupported(
                    "has rms_scaling", "export the model from Python: model.export('model.onnx', format='onnx')");
        }
        List<Integer> axes = config.has("axis") ? Axes.of(call, "axis", input.rank()) : List.of(input.rank() - 1);
        boolean scale = config.flag("scale", true);
        boolean center = config.flag("center", true);
        List<Weight> weights = call.weights((scale ? 1 : 0) + (center ? 1 : 0));
        long[] sizes = axes.stream().mapToLong(axis -> call.known(input, axis)).toArray();
        long[] dims = new long[input.rank()];
        Arrays.fill(dims, 1);
        axes.forEach(axis -> dims[axis] = call.known(input, axis));
        Moments moments = new Moments(call, config.number("epsilon", 1e-3));
        String result = moments.normalised(
                input.name(), axes.stream().mapToLong(Integer::longValue).toArray());
        if (scale) {
            float[] gamma = call.expect(weights.get(0), sizes).values();
            result = call.ops().multiply(result, call.graph().floats(gamma, dims));
        }
        if (center) {
            float[] beta = call.expect(weights.get(scale ? 1 : 0), sizes).values();
            result = call.ops().add(result, call.graph().floats(beta, dims));
        }
        return List.of(input.renamed(result));
    }

    /** x / sqrt(mean(x²) + epsilon), times the scale. */
    private static List<Value> rms(LayerCall call) {
        Value input = call.ops().as(call.input(), ElementType.FLOAT);
        List<Integer> axes =
                call.config().has("axis") ? Axes.of(call, "axis", input.rank()) : List.of(input.rank() - 1);
        Ops ops = call.ops();
        long[] over = axes.stream().mapToLong(Integer::longValue).toArray();
        long[] dims = new long[input.rank()];
        Arrays.fill(dims, 1);
        axes.forEach(axis -> dims[axis] = call.known(input, axis));
        long[] sizes = axes.stream().mapToLong(axis -> dims[axis]).toArray();
        float[] scale = call.expect(call.weights(1).get(0), sizes).values();
        String mean = ops.reduce("ReduceMean", ops.multiply(input.name(), input.name()), true, over);
        String root = call.graph()
                .node("Sqrt", List.of(ops.add(mean, ops.scalar(call.config().number("epsilon", 1e-6)))));
        String result =
                ops.multiply(ops.divide(input.name(), root), call.graph().floats(scale, dims));
        return List.of(input.renamed(result));
    }

    /** x / |x|, where the norm's square is at least 1e-12. */
    private static List<Value> unit(LayerCall call) {
        Value input = call.ops().as(call.input(), ElementType.FLOAT);
        List<Integer> axes =
                call.config().has("axis") ? Axes.of(call, "axis", input.rank()) : List.of(input.rank() - 1);
        Ops ops = call.ops();
        long[] over = axes.stream().mapToLong(Integer::longValue).toArray();
        String squares = ops.reduce("ReduceSum", ops.multiply(input.name(), input.name()), true, over);
        String norm = call.graph().node("Sqrt", List.of(call.graph().node("Max", List.of(squares, ops.scalar(1e-12)))));
        return List.of(input.renamed(ops.divide(input.name(), norm)));
    }

    /** (x - mean) / deviation, or back, with numbers of the configuration or of adapt(). */
    private static List<Value> known(LayerCall call) {
        Value input = call.ops().as(call.input(), ElementType.FLOAT);
        Config config = call.config();
        long[] dims = new long[input.rank()];
        Arrays.fill(dims, 1);
        if (config.has("axis")) {
            Axes.of(call, "axis", input.rank()).forEach(axis -> dims[axis] = call.known(input, axis));
        }
        int size = (int) Arrays.stream(dims).reduce(1, (left, right) -> Dims.multiply(call.place(), left, right));
        float[] mean;
        float[] variance;
        if (config.has("mean")) {
            mean = Given.floats(call, "mean", size);
            variance = Given.floats(call, "variance", size);
        } else {
            List<Weight> weights = call.weights(3);
            mean = Given.stretched(call, weights.get(0).values(), size);
            variance = Given.stretched(call, weights.get(1).values(), size);
        }
        float[] deviation = new float[size];
        for (int i = 0; i < size; i++) {
            deviation[i] = (float) Math.max(Math.sqrt(variance[i]), LEAST_DEVIATION);
        }
        String shift = call.graph().floats(mean, dims);
        String scale = call.graph().floats(deviation, dims);
        Ops ops = call.ops();
        String result = config.flag("invert", false)
                ? ops.add(shift, ops.multiply(input.name(), scale))
                : ops.divide(ops.subtract(input.name(), shift), scale);
        return List.of(input.renamed(result));
    }

    private static List<Value> rescaling(LayerCall call) {
        Value input = call.ops().as(call.input(), ElementType.FLOAT);
        int channels = (int) Math.max(1, Dims.size(input.lastDim()));
        Ops ops = call.ops();
        String scaled = ops.multiply(input.name(), Given.constant(call, "scale", 1, channels));
        return List.of(input.renamed(ops.add(scaled, Given.constant(call, "offset", 0, channels))));
    }
}
