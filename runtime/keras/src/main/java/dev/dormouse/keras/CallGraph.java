package dev.dormouse.keras;

import dev.dormouse.keras.KerasModel.Call;
import dev.dormouse.keras.KerasModel.Layer;
import dev.dormouse.keras.KerasModel.TensorRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The calls of a model's layers, and which must come before which. */
final class CallGraph {
    /** The {@code call}-th call of a layer. */
    record Step(Layer layer, int call) {}

    private final Map<String, Layer> layers = new HashMap<>();
    /** The least number by which a layer's calls are referred to. */
    private final Map<String, Integer> firstCalls = new HashMap<>();

    private final List<Step> order = new ArrayList<>();

    CallGraph(KerasModel model) {
        for (Layer layer : model.layers()) {
            if (layers.put(layer.name(), layer) != null) {
                throw KerasFault.unreadable("two layers of one model are named '" + layer.name() + "'");
            }
            layer.calls().forEach(call -> refs(call, this::count));
        }
        model.outputs().values().forEach(this::count);
        Set<Step> done = new HashSet<>();
        model.outputs().values().forEach(output -> visit(step(output), done));
    }

    private void count(TensorRef ref) {
        firstCalls.merge(ref.layer(), ref.call(), Math::min);
    }

    /** The calls that the outputs need, each after those that it takes tensors from. */
    List<Step> order() {
        return order;
    }

    /**
     * The call that makes a tensor. Keras counts the call that made a nested model as one and does not write it: then
     * all references to the written ones go one beyond.
     */
    Step step(TensorRef ref) {
        Layer layer = layers.get(ref.layer());
        if (layer == null) {
            throw KerasFault.unreadable("there is no layer '" + ref.layer() + "', from which another takes a tensor");
        }
        boolean skipped = layer.nested().isPresent() && firstCalls.getOrDefault(ref.layer(), 0) > 0;
        int call = skipped ? ref.call() - 1 : ref.call();
        int count = Math.max(1, layer.calls().size()); // an input layer's making is its one call
        if (call >= count) {
            throw KerasFault.unreadable(layer.place() + " has no call " + ref.call());
        }
        return new Step(layer, call);
    }

    /** Depth first with a stack of its own: a chain of layers may be longer than Java's stack is deep. */
    private void visit(Step output, Set<Step> done) {
        Deque<Step> open = new ArrayDeque<>();
        Set<Step> begun = new HashSet<>();
        open.push(output);
        while (!open.isEmpty()) {
            Step step = open.element();
            List<Step> missing =
                    before(step).stream().filter(other -> !done.contains(other)).toList();
            if (missing.isEmpty()) {
                open.pop();
                if (done.add(step)) {
                    order.add(step);
                }
            } else if (begun.add(step)) {
                missing.forEach(open::push);
            } else {
                throw KerasFault.unreadable(step.layer().place() + " takes what it makes itself");
            }
        }
    }

    private List<Step> before(Step step) {
        if (step.layer().calls().isEmpty()) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        refs(step.layer().calls().get(step.call()), ref -> steps.add(step(ref)));
        return steps;
    }

    private static void refs(Call call, Consumer<TensorRef> to) {
        call.args().forEach(arg -> refs(arg, to));
        call.kwargs().values().forEach(arg -> refs(arg, to));
    }

    private static void refs(@Nullable Object argument, Consumer<TensorRef> to) {
        if (argument instanceof TensorRef ref) {
            to.accept(ref);
        } else if (argument instanceof List<?> list) {
            list.forEach(entry -> refs(entry, to));
        } else if (argument instanceof Map<?, ?> map) {
            map.values().forEach(entry -> refs(entry, to));
        }
    }
}
