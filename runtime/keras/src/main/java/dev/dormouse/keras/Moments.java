package dev.dormouse.keras;

import java.util.List;

/** Mean and variance of the data itself. */
record Moments(LayerCall call, double epsilon) {
    /** (x - mean) / sqrt(variance + epsilon) over these axes. */
    String normalised(String x, long... axes) {
        Ops ops = call.ops();
        String centered = ops.subtract(x, ops.reduce("ReduceMean", x, true, axes));
        String variance = ops.reduce("ReduceMean", ops.multiply(centered, centered), true, axes);
        String deviation = call.graph().node("Sqrt", List.of(ops.add(variance, ops.scalar(epsilon))));
        return ops.divide(centered, deviation);
    }
}
