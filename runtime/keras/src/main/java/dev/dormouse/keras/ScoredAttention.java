package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Attention (Luong) and AdditiveAttention (Bahdanau): one head, no projections. */
final class ScoredAttention {
    /** What a score that is left out has taken off (keras.layers.Attention, float32). */
    private static final double LEFT_OUT = 1e9;

    private final LayerCall call;
    private final Ops ops;
    private final Value query;
    private final Value value;
    private final Value key;

    private ScoredAttention(LayerCall call) {
        this.call = call;
        this.ops = call.ops();
        if (call.inputs().size() < 2 || call.inputs().size() > 3) {
            throw KerasFault.unreadable(call.place() + " takes [query, value] or [query, value, key]");
        }
        List<Value> inputs = call.inputs().stream()
                .map(input -> ops.as(input, ElementType.FLOAT))
                .toList();
        if (inputs.stream().anyMatch(input -> input.rank() != 3)) {
            throw call.unsupported("takes tensors that are not [batch, time, features]", "reshape them first");
        }
        this.query = inputs.get(0);
        this.value = inputs.get(1);
        this.key = inputs.size() > 2 ? inputs.get(2) : value;
    }

    static Map<String, LayerTranslation> all() {
        return Map.of(
                "Attention", call -> new ScoredAttention(call).translate(false),
                "AdditiveAttention", call -> new ScoredAttention(call).translate(true));
    }

    private List<Value> translate(boolean additive) {
        String scores = additive
                ? additive()
                : call.config().string("score_mode", "dot").equals("concat") ? sums() : products();
        Optional<String> mask = mask(scores);
        String masked =
                mask.isEmpty() ? scores : ops.where(mask.get(), scores, ops.subtract(scores, ops.scalar(LEFT_OUT)));
        String weights = call.graph().node("Softmax", List.of(masked), NodeAttribute.of("axis", -1));
        String mixed = call.graph().node("MatMul", List.of(weights, value.name()));
        Optional<Value> counts = given(0).or(query::mask);
        if (counts.isPresent()) {
            mixed = ops.multiply(mixed, ops.unsqueeze(ops.cast(counts.get().name(), ElementType.FLOAT), 2));
        }
        Value result = Value.of(mixed, ElementType.FLOAT, query.dimsWithLast(value.lastDim()))
                .masked(counts);
        if (call.kwargs().get("return_attention_scores") instanceof Boolean both && both) {
            List<Dim> dims = List.of(query.dim(0), query.dim(1), value.dim(1));
            return List.of(result, Value.of(weights, ElementType.FLOAT, dims));
        }
        return List.of(result);
    }

    private String products() {
        String scores = call.graph().node("MatMul", List.of(query.name(), ops.transpose(key.name(), 0, 2, 1)));
        return call.config().flag("use_scale", false)
                ? ops.multiply(scores, call.constant(call.weights(1).get(0)))
                : scores;
    }

    /** tanh(query + key), [batch, queries, keys, features]. */
    private String pairs(String scale) {
        String sum = ops.add(ops.unsqueeze(query.name(), 2), ops.unsqueeze(key.name(), 1));
        return call.graph().node("Tanh", List.of(scale.isEmpty() ? sum : ops.multiply(sum, scale)));
    }

    private String sums() {
        boolean scaled = call.config().flag("use_scale", false);
        List<Weight> weights = call.weights(scaled ? 2 : 1);
        String pairs = pairs(scaled ? call.constant(weights.get(0)) : "");
        return ops.multiply(ops.reduce("ReduceSum", pairs, false, 3), call.constant(weights.get(weights.size() - 1)));
    }

    private String additive() {
        String pairs = pairs("");
        if (call.config().flag("use_scale", true)) {
            pairs = ops.multiply(pairs, call.constant(call.weights(1).get(0), call.known(query, 2)));
        }
        return ops.reduce("ReduceSum", pairs, false, 3);
    }

    /** The mask of query or value that the call gives. */
    private Optional<Value> given(int index) {
        return call.kwargs().get("mask") instanceof List<?> masks
                        && masks.size() > index
                        && masks.get(index) instanceof Value mask
                ? Optional.of(mask)
                : Optional.empty();
    }

    /** BOOL[…, queries, keys]: which scores count. */
    private Optional<String> mask(String scores) {
        List<String> masks = new ArrayList<>();
        given(1).or(value::mask).ifPresent(mask -> masks.add(ops.unsqueeze(mask.name(), 1)));
        boolean causal = call.kwargs().get("use_causal_mask") instanceof Boolean flag && flag
                || call.config().flag("causal", false);
        if (causal) {
            masks.add(AttentionLayers.causalMask(call, scores, 1));
        }
        return masks.stream().reduce((left, right) -> call.graph().node("And", List.of(left, right)));
    }
}
