package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** LSTM, GRU, SimpleRNN, and RNN over one of their cells. */
final class RecurrentLayers {
    private static final Map<String, String> OPS = Map.of(
            "LSTM",
            "LSTM",
            "GRU",
            "GRU",
            "SimpleRNN",
            "RNN",
            "LSTMCell",
            "LSTM",
            "GRUCell",
            "GRU",
            "SimpleRNNCell",
            "RNN");

    private RecurrentLayers() {}

    static Map<String, LayerTranslation> all() {
        return Map.of(
                "LSTM", RecurrentLayers::translate,
                "GRU", RecurrentLayers::translate,
                "SimpleRNN", RecurrentLayers::translate,
                "RNN", RecurrentLayers::translate);
    }

    private static List<Value> translate(LayerCall call) {
        Config config = call.config();
        if (config.values().get("cell") instanceof Map<?, ?> inner
                && StackedCells.CLASS.equals(inner.get("class_name"))) {
            return StackedCells.translate(call);
        }
        boolean plain = !call.layer().className().equals("RNN");
        Config cell = plain ? config : cellOf(call);
        String className =
                plain ? call.layer().className() : config.object("cell").string("class_name");
        List<Weight> weights = call.weights(Recurrence.weightCount(cell), List.of("cell"));
        Recurrence recurrence = recurrence(call, className, cell, weights);
        return run(call, config, recurrence, initialStates(call));
    }

    private static Config cellOf(LayerCall call) {
        Config cell = call.config().object("cell");
        if (!OPS.containsKey(cell.string("class_name"))) {
            throw call.unsupported(
                    "has the cell " + cell.string("class_name"), "use LSTM, GRU or SimpleRNN, one layer after another");
        }
        return cell.object("config");
    }

    static Recurrence recurrence(LayerCall call, String className, Config cell, List<Weight> weights) {
        String op = OPS.get(className);
        if (op == null) {
            throw call.unsupported("wraps " + className, "use LSTM, GRU or SimpleRNN");
        }
        return new Recurrence(op, cell, weights, call.scope().version());
    }

    /** What is given beside the sequence. */
    static List<Value> initialStates(LayerCall call) {
        List<Value> states =
                new ArrayList<>(call.inputs().subList(1, call.inputs().size()));
        if (call.kwargs().get("initial_state") instanceof List<?> list) {
            list.stream().filter(Value.class::isInstance).map(Value.class::cast).forEach(states::add);
        } else if (call.kwargs().get("initial_state") instanceof Value state) {
            states.add(state);
        }
        return states;
    }

    /** Output and, if the layer returns them, states. */
    static List<Value> run(LayerCall call, Config config, Recurrence recurrence, List<Value> initial) {
        if (config.flag("stateful", false) || config.flag("time_major", false)) {
            throw call.unsupported(
                    "is stateful or takes time first",
                    "a function keeps nothing between requests: build the model with stateful=False, batch first");
        }
        Value input = call.ops().as(call.inputs().get(0), ElementType.FLOAT);
        if (input.rank() != 3) {
            throw KerasFault.unreadable(call.place() + " takes [batch, time, features], not " + input.dims());
        }
        boolean backwards = config.flag("go_backwards", false);
        boolean sequences = config.flag("return_sequences", false);
        boolean zero = config.flag("zero_output_for_mask", false);
        Ops ops = call.ops();
        String x = backwards ? reversed(ops, input.name()) : input.name();
        Optional<TimeMask> mask =
                call.mask().map(value -> new TimeMask(call, backwards ? reversed(ops, value.name()) : value.name()));
        List<String> results = node(call, recurrence, x, mask, initial, call.known(input, 2));
        List<Value> outputs = new ArrayList<>();
        Dim units = Dim.of(recurrence.units());
        List<Dim> stateDims = List.of(input.dim(0), units);
        String last = ops.squeeze(results.get(1), 0);
        if (sequences) {
            String all = ops.transpose(ops.squeeze(results.get(0), 1), 1, 0, 2);
            String placed = mask.isPresent() ? mask.get().back(all, zero) : all;
            outputs.add(Value.of(placed, ElementType.FLOAT, input.dimsWithLast(units))
                    .masked(call.mask()));
        } else {
            String shown =
                    mask.isPresent() && zero ? ops.multiply(last, mask.get().lastCounts()) : last;
            outputs.add(Value.of(shown, ElementType.FLOAT, stateDims));
        }
        if (config.flag("return_state", false)) {
            results.subList(1, results.size())
                    .forEach(state -> outputs.add(Value.of(ops.squeeze(state, 0), ElementType.FLOAT, stateDims)));
        }
        return outputs;
    }

    private static List<String> node(
            LayerCall call,
            Recurrence recurrence,
            String x,
            Optional<TimeMask> mask,
            List<Value> initial,
            long features) {
        Ops ops = call.ops();
        String timeFirst = ops.transpose(mask.isPresent() ? mask.get().toFront(x) : x, 1, 0, 2);
        List<String> operands = new ArrayList<>(List.of(timeFirst));
        operands.addAll(recurrence.operands(call, features));
        operands.add(mask.map(TimeMask::lengths).orElse(""));
        if (!initial.isEmpty()) {
            if (initial.size() != recurrence.states()) {
                throw KerasFault.unreadable(
                        call.place() + " takes " + recurrence.states() + " states, not " + initial.size());
            }
            initial.forEach(state ->
                    operands.add(ops.unsqueeze(ops.as(state, ElementType.FLOAT).name(), 0)));
        }
        return call.graph()
                .nodes(
                        recurrence.op(),
                        operands,
                        1 + recurrence.states(),
                        recurrence.attributes().toArray(NodeAttribute[]::new));
    }

    /** The steps of [batch, time, …] from the last to the first. */
    static String reversed(Ops ops, String sequence) {
        OnnxGraph graph = ops.graph();
        return graph.node(
                "Slice",
                List.of(sequence, graph.integers(-1), graph.integers(-Ops.END), graph.integers(1), graph.integers(-1)));
    }
}
