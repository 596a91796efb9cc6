package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** MultiHeadAttention over one axis of time. */
final class AttentionLayers {
    /** What a position that is left out has added before softmax (keras.layers.Softmax, float32). */
    static final double LEFT_OUT = -3e38;

    private static final List<String> PARTS = List.of("query_dense", "key_dense", "value_dense", "output_dense");
    private static final List<String> OLD_PARTS =
            List.of("_query_dense", "_key_dense", "_value_dense", "_output_dense");

    private AttentionLayers() {}

    static Map<String, LayerTranslation> all() {
        return Map.of("MultiHeadAttention", AttentionLayers::translate);
    }

    private static List<Value> translate(LayerCall call) {
        Config config = call.config();
        boolean causal = call.kwargs().get("use_causal_mask") instanceof Boolean flag && flag;
        if (config.has("attention_axes") && !config.integers("attention_axes").equals(List.of(1L))) {
            throw call.unsupported("attends over other axes than time", "leave attention_axes out");
        }
        Value query = tensor(call, 0, "query").orElseThrow(() -> KerasFault.unreadable(call.place() + " has no query"));
        Value value = tensor(call, 1, "value").orElse(query);
        Value key = tensor(call, 2, "key").orElse(value);
        for (Value each : List.of(query, value, key)) {
            if (each.rank() != 3) {
                throw call.unsupported("takes tensors that are not [batch, time, features]", "reshape them first");
            }
        }
        Heads heads = Heads.of(call, query, value);
        Ops ops = call.ops();
        String q = heads.project(query, 0, heads.keyDim());
        String k = heads.project(key, 1, heads.keyDim());
        String v = heads.project(value, 2, heads.valueDim());
        String scaled = ops.multiply(q, ops.scalar(1 / Math.sqrt(heads.keyDim())));
        // [batch, heads, queries, keys]
        String scores =
                call.graph().node("MatMul", List.of(ops.transpose(scaled, 0, 2, 1, 3), ops.transpose(k, 0, 2, 3, 1)));
        for (String mask : masks(call, query, value, key)) {
            scores = ops.where(mask, scores, ops.add(scores, ops.scalar(LEFT_OUT)));
        }
        if (causal) {
            scores = ops.where(causalMask(call, scores, 2), scores, ops.add(scores, ops.scalar(LEFT_OUT)));
        }
        String weights = call.graph().node("Softmax", List.of(scores), NodeAttribute.of("axis", -1));
        String mixed = call.graph().node("MatMul", List.of(weights, ops.transpose(v, 0, 2, 1, 3)));
        Value result = heads.out(query, ops.transpose(mixed, 0, 2, 1, 3)).masked(query.mask());
        if (call.kwargs().get("return_attention_scores") instanceof Boolean both && both) {
            List<Dim> dims = List.of(query.dim(0), Dim.of(heads.count()), query.dim(1), value.dim(1));
            return List.of(result, Value.of(weights, ElementType.FLOAT, dims));
        }
        return List.of(result);
    }

    private static Optional<Value> tensor(LayerCall call, int position, String name) {
        @Nullable Object argument = call.args().size() > position ? call.args().get(position) : null;
        if (argument == null) {
            argument = call.kwargs().get(name);
        }
        return argument instanceof Value value
                ? Optional.of(call.ops().as(value, ElementType.FLOAT))
                : Optional.empty();
    }

    /** BOOL masks that stretch over [batch, heads, queries, keys]. */
    private static List<String> masks(LayerCall call, Value query, Value value, Value key) {
        Ops ops = call.ops();
        List<String> masks = new ArrayList<>();
        mask(call, "query_mask", query).ifPresent(mask -> masks.add(ops.unsqueeze(mask.name(), 1, 3)));
        mask(call, "value_mask", value).ifPresent(mask -> masks.add(ops.unsqueeze(mask.name(), 1, 2)));
        if (!key.equals(value)) {
            mask(call, "key_mask", key).ifPresent(mask -> masks.add(ops.unsqueeze(mask.name(), 1, 2)));
        }
        if (call.kwargs().get("attention_mask") instanceof Value mask) {
            Value bool = ops.as(mask, ElementType.BOOL);
            masks.add(bool.rank() == 4 ? bool.name() : ops.unsqueeze(bool.name(), 1));
        }
        return masks;
    }

    private static Optional<Value> mask(LayerCall call, String name, Value of) {
        return call.kwargs().get(name) instanceof Value mask ? Optional.of(mask) : of.mask();
    }

    /** Position i sees those up to i. */
    static String causalMask(LayerCall call, String scores, int firstAxis) {
        OnnxGraph graph = call.graph();
        Ops ops = call.ops();
        String shape = ops.slice(graph.node("Shape", List.of(scores)), 0, firstAxis, firstAxis + 2L);
        String ones = graph.node("Expand", List.of(ops.scalar(1), shape));
        return ops.cast(graph.node("Trilu", List.of(ones), NodeAttribute.of("upper", 0)), ElementType.BOOL);
    }

    /** The projections of a call, with their sizes. */
    private record Heads(LayerCall call, int count, int keyDim, int valueDim, boolean biased, List<Weight> weights) {
        static Heads of(LayerCall call, Value query, Value value) {
            Config config = call.config();
            int keyDim = config.size("key_dim");
            boolean biased = config.flag("use_bias", true);
            List<Weight> weights = call.weights(biased ? 8 : 4, call.hasWeights(PARTS) ? PARTS : OLD_PARTS);
            return new Heads(call, config.size("num_heads"), keyDim, config.size("value_dim", keyDim), biased, weights);
        }

        private Weight kernel(int part) {
            return weights.get(biased ? 2 * part : part);
        }

        /** [batch, time, heads, size]. */
        String project(Value from, int part, int size) {
            long features = call.known(from, 2);
            Weight kernel = call.expect(kernel(part), features, count, size);
            long width = (long) count * size;
            String result = call.graph()
                    .node(
                            "MatMul",
                            List.of(from.name(), call.constant(kernel.reshaped(features, width), features, width)));
            if (biased) {
                Weight bias = call.expect(weights.get(2 * part + 1), count, size);
                result = call.ops().add(result, call.constant(bias.reshaped(width), width));
            }
            return call.ops().reshape(result, 0, 0, count, size);
        }

        Value out(Value query, String mixed) {
            long width = (long) count * valueDim;
            long features = kernel(3).dims().size() == 3 ? kernel(3).dim(2) : -1;
            Weight kernel = call.expect(kernel(3), count, valueDim, features);
            String flat = call.ops().reshape(mixed, 0, 0, width);
            String result = call.graph()
                    .node("MatMul", List.of(flat, call.constant(kernel.reshaped(width, features), width, features)));
            if (biased) {
                result = call.ops().add(result, call.constant(weights.get(7), features));
            }
            return Value.of(result, ElementType.FLOAT, query.dimsWithLast(Dim.of(features)));
        }
    }
}
