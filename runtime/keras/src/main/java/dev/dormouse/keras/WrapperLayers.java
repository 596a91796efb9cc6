package dev.dormouse.keras;

import dev.dormouse.keras.KerasModel.Layer;
import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Layers around a layer: Bidirectional and TimeDistributed. */
final class WrapperLayers {
    private WrapperLayers() {}

    static Map<String, LayerTranslation> all() {
        return Map.of(
                "Bidirectional", WrapperLayers::bidirectional,
                "TimeDistributed", WrapperLayers::timeDistributed,
                "SpectralNormalization", WrapperLayers::spectral);
    }

    /** Training divides the kernel by its norm; the file has it divided. */
    private static List<Value> spectral(LayerCall call) {
        return call.inside(
                ModelReader.wrapped(call.config().object("layer"), call.layer().path()), call.input());
    }

    private static List<Value> bidirectional(LayerCall call) {
        Config forward = call.config().object("layer");
        Config ahead = forward.object("config").named(call.place());
        Config behind = call.config().has("backward_layer")
                ? call.config().object("backward_layer").object("config").named(call.place())
                : turned(ahead);
        int count = Recurrence.weightCount(ahead) + Recurrence.weightCount(behind);
        List<Weight> weights = call.weights(count, List.of("forward_layer/cell", "backward_layer/cell"));
        int half = Recurrence.weightCount(ahead);
        String className = forward.string("class_name");
        List<Value> states = RecurrentLayers.initialStates(call);
        List<List<Value>> results = new ArrayList<>();
        results.add(RecurrentLayers.run(
                call,
                ahead,
                RecurrentLayers.recurrence(call, className, ahead, weights.subList(0, half)),
                states.subList(0, states.size() / 2)));
        results.add(RecurrentLayers.run(
                call,
                behind,
                RecurrentLayers.recurrence(call, className, behind, weights.subList(half, count)),
                states.subList(states.size() / 2, states.size())));
        return merged(call, ahead, results.get(0), results.get(1));
    }

    /** The same layer over time the other way, where a file of old does not write it. */
    private static Config turned(Config layer) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(layer.values());
        values.put("go_backwards", !layer.flag("go_backwards", false));
        return new Config(layer.place(), values);
    }

    private static List<Value> merged(LayerCall call, Config layer, List<Value> ahead, List<Value> behind) {
        Value left = ahead.get(0);
        Value right = behind.get(0);
        if (layer.flag("return_sequences", false)) {
            right = right.renamed(RecurrentLayers.reversed(call.ops(), right.name()));
        }
        List<Value> outputs = new ArrayList<>();
        String mode = call.config().values().containsKey("merge_mode")
                        && !call.config().has("merge_mode")
                ? "none"
                : call.config().string("merge_mode", "concat");
        Ops ops = call.ops();
        switch (mode) {
            case "none" -> outputs.addAll(List.of(left, right));
            case "sum" -> outputs.add(left.renamed(ops.add(left.name(), right.name())));
            case "mul" -> outputs.add(left.renamed(ops.multiply(left.name(), right.name())));
            case "ave" -> outputs.add(left.renamed(ops.multiply(ops.add(left.name(), right.name()), ops.scalar(0.5))));
            case "concat" -> {
                Dim both = Dims.plus(call.place(), left.lastDim(), Dims.size(right.lastDim()));
                String name = ops.concat(-1, List.of(left.name(), right.name()));
                outputs.add(new Value(name, left.type(), left.dimsWithLast(both), left.mask()));
            }
            default -> throw call.config().wrong("merge_mode", "concat, sum, ave, mul or null");
        }
        outputs.addAll(ahead.subList(1, ahead.size()));
        outputs.addAll(behind.subList(1, behind.size()));
        return outputs;
    }

    /** Every time step as a row of its own through the layer, then back. */
    private static List<Value> timeDistributed(LayerCall call) {
        Value input = call.input();
        if (input.rank() < 3) {
            throw KerasFault.unreadable(call.place() + " takes a tensor with time, of 3 dims or more");
        }
        Layer inner =
                ModelReader.wrapped(call.config().object("layer"), call.layer().path());
        Ops ops = call.ops();
        OnnxGraph graph = call.graph();
        String shape = graph.node("Shape", List.of(input.name()));
        List<Dim> rowDims = new ArrayList<>(List.of(Dim.UNKNOWN));
        rowDims.addAll(input.dims().subList(2, input.rank()));
        String rowShape = ops.concat(0, List.of(graph.integers(-1), ops.slice(shape, 0, 2, Ops.END)));
        Value rows = Value.of(graph.node("Reshape", List.of(input.name(), rowShape)), input.type(), rowDims);
        List<Value> outputs = new ArrayList<>();
        for (Value result : call.inside(inner, rows)) {
            List<Dim> dims = new ArrayList<>(List.of(input.dim(0), input.dim(1)));
            dims.addAll(result.dims().subList(1, result.rank()));
            String back = ops.concat(
                    0,
                    List.of(
                            ops.slice(shape, 0, 0, 2),
                            ops.slice(graph.node("Shape", List.of(result.name())), 0, 1, Ops.END)));
            String name = graph.node("Reshape", List.of(result.name(), back));
            outputs.add(new Value(name, result.type(), dims, input.mask()));
        }
        return outputs;
    }
}
