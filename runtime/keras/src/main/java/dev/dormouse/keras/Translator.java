package dev.dormouse.keras;

import dev.dormouse.keras.CallGraph.Step;
import dev.dormouse.keras.KerasModel.Call;
import dev.dormouse.keras.KerasModel.Constant;
import dev.dormouse.keras.KerasModel.Layer;
import dev.dormouse.keras.KerasModel.TensorRef;
import dev.dormouse.keras.LayerCall.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Translates the calls of a model, and of the models in it, in order. */
final class Translator {
    private static final int MOST_CALLS = 100_000;

    private final LayerTable table = new LayerTable();
    private final Scope scope;
    private int calls;

    Translator(OnnxGraph graph, WeightStore weights, KerasVersion version) {
        this.scope = new Scope(graph, new KeptWeights(weights), version, this::call);
    }

    /** The model's outputs by name, for these inputs in the model's order. */
    Map<String, Value> translate(KerasModel model, List<Value> inputs) {
        if (inputs.size() != model.inputs().size()) {
            throw KerasFault.unreadable("model '" + model.name() + "' takes "
                    + model.inputs().size() + " tensors, and is given " + inputs.size());
        }
        CallGraph graph = new CallGraph(model);
        Map<Step, List<Value>> results = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            results.put(graph.step(model.inputs().get(i)), List.of(inputs.get(i)));
        }
        for (Step step : graph.order()) {
            if (!results.containsKey(step)) {
                results.put(step, call(step, ref -> result(graph, results, ref)));
            }
        }
        Map<String, Value> outputs = new LinkedHashMap<>();
        model.outputs().forEach((name, ref) -> outputs.put(name, result(graph, results, ref)));
        return outputs;
    }

    private static Value result(CallGraph graph, Map<Step, List<Value>> results, TensorRef ref) {
        List<Value> values = results.get(graph.step(ref));
        if (values == null || ref.tensor() >= values.size()) {
            throw KerasFault.unreadable("layer '" + ref.layer() + "' has no output " + ref.tensor());
        }
        return values.get(ref.tensor());
    }

    private List<Value> call(Step step, java.util.function.Function<TensorRef, Value> lookup) {
        Layer layer = step.layer();
        if (layer.calls().isEmpty()) {
            throw KerasFault.unreadable(layer.place() + " takes no tensor and is no input of its model");
        }
        if (++calls > MOST_CALLS) {
            throw KerasFault.unreadable("the model has more than " + MOST_CALLS + " calls of layers");
        }
        Call call = layer.calls().get(step.call());
        List<@Nullable Object> args = new ArrayList<>();
        call.args().forEach(arg -> args.add(resolved(arg, lookup, scope.graph())));
        Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
        call.kwargs().forEach((key, arg) -> kwargs.put(key, resolved(arg, lookup, scope.graph())));
        List<Value> inputs = new ArrayList<>();
        args.forEach(arg -> collect(arg, inputs));
        if (inputs.isEmpty()) {
            kwargs.values().forEach(arg -> collect(arg, inputs)); // 1 - x of Keras 2
        }
        return call(new LayerCall(layer, inputs, args, kwargs, scope));
    }

    private List<Value> call(LayerCall call) {
        if (call.layer().nested().isPresent()) {
            return List.copyOf(
                    translate(call.layer().nested().get(), call.inputs()).values());
        }
        if (call.inputs().isEmpty()) {
            throw KerasFault.unreadable(call.place() + " is called without a tensor");
        }
        return Refusals.translation(table, call.layer()).translate(call);
    }

    private static @Nullable Object resolved(
            @Nullable Object argument, java.util.function.Function<TensorRef, Value> lookup, OnnxGraph graph) {
        if (argument instanceof Constant constant) {
            return Constants.value(graph, constant);
        }
        if (argument instanceof TensorRef ref) {
            return lookup.apply(ref);
        }
        if (argument instanceof List<?> list) {
            List<@Nullable Object> result = new ArrayList<>();
            list.forEach(entry -> result.add(resolved(entry, lookup, graph)));
            return result;
        }
        if (argument instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> result = new LinkedHashMap<>();
            map.forEach((key, entry) -> result.put(String.valueOf(key), resolved(entry, lookup, graph)));
            return result;
        }
        return argument;
    }

    private static void collect(@Nullable Object argument, List<Value> to) {
        if (argument instanceof Value value) {
            to.add(value);
        } else if (argument instanceof List<?> list) {
            list.forEach(entry -> collect(entry, to));
        } else if (argument instanceof Map<?, ?> map) {
            map.values().forEach(entry -> collect(entry, to));
        }
    }
}
