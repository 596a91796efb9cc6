package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** ConvLSTM over one to three axes of space, unrolled: ONNX has no such node. Tensors inside are [batch, channels, space…]. */
final class ConvolutionalRecurrence {
    /** Each step is a dozen nodes. */
    private static final int MOST_STEPS = 256;

    private static final int GATES = 4;

    private final LayerCall call;
    private final Ops ops;
    private final Config config;
    private final int axes;
    private final boolean first;
    private final long filters;
    private final List<Weight> weights;

    private ConvolutionalRecurrence(LayerCall call, int axes) {
        this.call = call;
        this.ops = call.ops();
        this.config = call.config();
        this.axes = axes;
        this.first = Axes.channelsFirst(call);
        this.filters = config.size("filters");
        this.weights = call.weights(ConvolutionLayers.biased(call) ? 3 : 2, List.of("cell"));
        boolean plain = call.inputs().size() == 1
                && call.mask().isEmpty()
                && call.kwargs().get("initial_state") == null
                && !config.flag("stateful", false);
        if (!plain) {
            throw call.unsupported("has a mask, an initial state or is stateful", "let it have one input, stateless");
        }
    }

    static Map<String, LayerTranslation> all() {
        Map<String, LayerTranslation> all = new HashMap<>();
        for (int axes = 1; axes <= 3; axes++) {
            int count = axes;
            all.put("ConvLSTM" + axes + "D", call -> new ConvolutionalRecurrence(call, count).translate());
        }
        return all;
    }

    private List<Value> translate() {
        Value input = ops.as(call.input(axes + 3), ElementType.FLOAT);
        long steps = call.known(input, 1);
        if (steps > MOST_STEPS) {
            throw call.unsupported("runs over " + steps + " steps", "give it at most " + MOST_STEPS);
        }
        Window window = Window.of(call, "kernel_size", axes);
        List<Dim> space = window.outputs(input.dims().subList(first ? 3 : 2, (first ? 3 : 2) + axes));
        String sums = inputSums(input, window, space);
        List<String> hidden = new ArrayList<>();
        String state = "";
        String cell = "";
        List<Integer> order = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            order.add(step);
        }
        if (config.flag("go_backwards", false)) {
            Collections.reverse(order);
        }
        for (int step : order) {
            String gates = ops.squeeze(ops.slice(sums, 1, step, step + 1L), 1);
            if (!state.isEmpty()) {
                gates = ops.add(gates, recurrent(state, window));
            }
            String next = ops.multiply(gate(gates, 0, "recurrent_activation"), gate(gates, 2, "activation"));
            cell = cell.isEmpty() ? next : ops.add(ops.multiply(gate(gates, 1, "recurrent_activation"), cell), next);
            state = ops.multiply(gate(gates, 3, "recurrent_activation"), activated(cell, "activation"));
            hidden.add(state);
        }
        return outputs(input, space, hidden, cell);
    }

    /** What the input alone adds to the gates: [batch, time, 4 × filters, space…]. */
    private String inputSums(Value input, Window window, List<Dim> outSpace) {
        int rank = axes + 3;
        long channels = call.known(input, first ? 2 : rank - 1);
        long[] front = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            front[axis] = axis < 2 || first ? axis : axis == 2 ? rank - 1 : axis - 1;
        }
        List<Dim> space = input.dims().subList(first ? 3 : 2, (first ? 3 : 2) + axes);
        String name = first ? input.name() : ops.transpose(input.name(), front);
        String rows = ops.reshape(name, sized(List.of(-1L, channels), space));
        Weight kernel = call.expect(weights.get(0), ConvolutionLayers.shape(window, channels, GATES * filters))
                .permuted(ConvolutionLayers.outputsFirst(axes));
        List<String> operands = new ArrayList<>(List.of(rows, call.constant(kernel, kernel.shape())));
        if (weights.size() > 2) {
            operands.add(call.constant(weights.get(2), GATES * filters));
        }
        String sums =
                call.graph().node("Conv", operands, window.attributes(space).toArray(NodeAttribute[]::new));
        return ops.reshape(sums, sized(List.of(-1L, call.known(input, 1), GATES * filters), outSpace));
    }

    private long[] sized(List<Long> before, List<Dim> space) {
        List<Long> sizes = new ArrayList<>(before);
        space.forEach(dim -> {
            if (Dims.size(dim) < 0) {
                throw call.unsupported(
                        "needs the size of its images", "build the model with it in keras.Input(shape=…)");
            }
            sizes.add(Dims.size(dim));
        });
        return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    private String recurrent(String state, Window window) {
        Weight kernel = call.expect(weights.get(1), ConvolutionLayers.shape(window, filters, GATES * filters))
                .permuted(ConvolutionLayers.outputsFirst(axes));
        long[] pads = new long[2 * axes];
        for (int i = 0; i < axes; i++) {
            long total = window.sizes().get(i) - 1;
            pads[i] = total / 2;
            pads[i + axes] = total - total / 2;
        }
        return call.graph()
                .node("Conv", List.of(state, call.constant(kernel, kernel.shape())), NodeAttribute.of("pads", pads));
    }

    private String gate(String gates, int index, String activation) {
        return activated(ops.slice(gates, 1, index * filters, (index + 1) * filters), activation);
    }

    private String activated(String name, String activation) {
        Value value = Value.of(name, ElementType.FLOAT, List.of());
        return new Activations(call)
                .apply(call.place(), Activations.name(config, activation), value)
                .name();
    }

    private List<Value> outputs(Value input, List<Dim> space, List<String> hidden, String cell) {
        List<Value> outputs = new ArrayList<>();
        String last = hidden.get(hidden.size() - 1);
        if (config.flag("return_sequences", false)) {
            List<String> rows =
                    hidden.stream().map(state -> ops.unsqueeze(state, 1)).toList();
            List<Dim> dims = new ArrayList<>(List.of(input.dim(0), input.dim(1)));
            outputs.add(placed(ops.concat(1, rows), dims, space));
        } else {
            outputs.add(placed(last, List.of(input.dim(0)), space));
        }
        if (config.flag("return_state", false)) {
            outputs.add(placed(last, List.of(input.dim(0)), space));
            outputs.add(placed(cell, List.of(input.dim(0)), space));
        }
        return outputs;
    }

    /** With the channels where the layer has them, behind {@code front}. */
    private Value placed(String name, List<Dim> front, List<Dim> space) {
        List<Dim> dims = new ArrayList<>(front);
        if (first) {
            dims.add(Dim.of(filters));
        }
        dims.addAll(space);
        if (first) {
            return Value.of(name, ElementType.FLOAT, dims);
        }
        dims.add(Dim.of(filters));
        int before = front.size();
        long[] order = new long[dims.size()];
        for (int axis = 0; axis < order.length; axis++) {
            order[axis] = axis < before ? axis : axis == order.length - 1 ? before : axis + 1;
        }
        return Value.of(ops.transpose(name, order), ElementType.FLOAT, dims);
    }
}
