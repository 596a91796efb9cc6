package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Embedding and Masking: where masks begin. */
final class EmbeddingLayers {
    private EmbeddingLayers() {}

    static Map<String, LayerTranslation> all() {
        return Map.of("Embedding", EmbeddingLayers::embedding, "Masking", EmbeddingLayers::masking);
    }

    private static List<Value> embedding(LayerCall call) {
        Value input = call.input();
        int rows = call.config().size("input_dim");
        int width = call.config().size("output_dim");
        String table = call.constant(call.weights(1).get(0), rows, width);
        // a fraction is cut off first, as the cast to int32 does in Keras
        String ids = call.ops().as(input, ElementType.INT64).name();
        List<Dim> dims = new ArrayList<>(input.dims());
        dims.add(Dim.of(width));
        Value result = Value.of(call.graph().node("Gather", List.of(table, ids)), ElementType.FLOAT, dims);
        return List.of(result.masked(
                call.config().flag("mask_zero", false) ? Optional.of(notEqual(call, input, 0)) : Optional.empty()));
    }

    private static Value notEqual(LayerCall call, Value value, double to) {
        String equal =
                call.graph().node("Equal", List.of(value.name(), call.graph().scalar(value.type(), to)));
        return Value.of(call.graph().node("Not", List.of(equal)), ElementType.BOOL, value.dims());
    }

    /** A step in which every feature is the mask value does not count, and becomes zero. */
    private static List<Value> masking(LayerCall call) {
        Value input = call.ops().as(call.input(), ElementType.FLOAT);
        Ops ops = call.ops();
        Value different = notEqual(call, input, call.config().number("mask_value", 0));
        String any = ops.reduce("ReduceMax", ops.cast(different.name(), ElementType.FLOAT), true, input.rank() - 1L);
        Value mask = Value.of(
                ops.cast(ops.squeeze(any, input.rank() - 1L), ElementType.BOOL),
                ElementType.BOOL,
                input.dims().subList(0, input.rank() - 1));
        return List.of(input.renamed(ops.multiply(input.name(), any)).masked(Optional.of(mask)));
    }
}
