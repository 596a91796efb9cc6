package dev.dormouse.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The node of a recurrent cell: LSTM, GRU or RNN of ONNX with Keras' weights in its order.
 *
 * @param op the node's
 * @param cell the configuration of the cell: units, activations
 */
record Recurrence(String op, Config cell, List<Weight> weights, KerasVersion version) {
    private static final Map<String, String> ACTIVATIONS = Map.of(
            "sigmoid", "Sigmoid",
            "tanh", "Tanh",
            "relu", "Relu",
            "hard_sigmoid", "HardSigmoid",
            "linear", "Affine",
            "elu", "Elu",
            "softsign", "Softsign",
            "softplus", "Softplus");

    /** ONNX' order of the gates, as positions in Keras': input, output, forget, cell there; the same for the rest. */
    private static final Map<String, int[]> GATES =
            Map.of("LSTM", new int[] {0, 3, 1, 2}, "GRU", new int[] {0, 1, 2}, "RNN", new int[] {0});

    int units() {
        return cell.size("units");
    }

    int gates() {
        return gateOrder().length;
    }

    private int[] gateOrder() {
        return java.util.Objects.requireNonNull(GATES.get(op));
    }

    /** How many state tensors there are. */
    int states() {
        return op.equals("LSTM") ? 2 : 1;
    }

    boolean resetAfter() {
        return op.equals("GRU") && cell.flag("reset_after", false);
    }

    /** How many arrays of weights a cell has. */
    static int weightCount(Config cell) {
        return cell.flag("use_bias", true) ? 3 : 2;
    }

    /** The weights as constants: W, R and B. */
    List<String> operands(LayerCall call, long features) {
        long width = (long) gates() * units();
        Weight kernel = call.expect(weights.get(0), features, width);
        Weight recurrent = call.expect(weights.get(1), units(), width);
        return List.of(gatesFirst(call, kernel, features), gatesFirst(call, recurrent, units()), bias(call));
    }

    /** From [inputs, gates × units] to [1, gates × units, inputs], gates in ONNX' order. */
    private String gatesFirst(LayerCall call, Weight weight, long inputs) {
        int units = units();
        int width = gates() * units;
        float[] result = new float[weight.values().length];
        int to = 0;
        for (int gate : gateOrder()) {
            for (int unit = 0; unit < units; unit++) {
                for (int input = 0; input < inputs; input++) {
                    result[to++] = weight.values()[input * width + gate * units + unit];
                }
            }
        }
        return call.graph().floats(result, 1, width, inputs);
    }

    /** [1, 2 × gates × units]: the inputs' biases, then the recurrent ones, which only a GRU with reset_after has. */
    private String bias(LayerCall call) {
        int units = units();
        int width = gates() * units;
        float[] result = new float[2 * width];
        if (weights.size() > 2) {
            Weight bias = resetAfter() ? call.expect(weights.get(2), 2, width) : call.expect(weights.get(2), width);
            int to = 0;
            for (int half = 0; half < (resetAfter() ? 2 : 1); half++) {
                for (int gate : gateOrder()) {
                    for (int unit = 0; unit < units; unit++) {
                        result[to++] = bias.values()[half * width + gate * units + unit];
                    }
                }
            }
        }
        return call.graph().floats(result, 1, 2L * width);
    }

    List<NodeAttribute> attributes() {
        List<String> names = new ArrayList<>();
        if (!op.equals("RNN")) {
            names.add(Activations.name(cell, "recurrent_activation"));
        }
        names.add(Activations.name(cell, "activation"));
        if (op.equals("LSTM")) {
            names.add(Activations.name(cell, "activation"));
        }
        List<NodeAttribute> attributes = new ArrayList<>(List.of(
                NodeAttribute.of("hidden_size", units()),
                NodeAttribute.of("activations", names.stream().map(this::onnx).toList())));
        addConstants(names, attributes);
        if (resetAfter()) {
            attributes.add(NodeAttribute.of("linear_before_reset", 1));
        }
        return attributes;
    }

    private String onnx(String activation) {
        String name = ACTIVATIONS.get(activation);
        if (name == null) {
            throw KerasFault.unsupported(
                    cell.place() + " has the activation '" + activation + "', which ONNX does not run in a " + op,
                    "use one of " + String.join(", ", new java.util.TreeSet<>(ACTIVATIONS.keySet())));
        }
        return name;
    }

    /** The constants of the functions that have some, in the order of the functions. */
    private void addConstants(List<String> names, List<NodeAttribute> attributes) {
        List<Float> alphas = new ArrayList<>();
        List<Float> betas = new ArrayList<>();
        for (String name : names) {
            switch (name) {
                case "hard_sigmoid" -> {
                    alphas.add((float) version.hardSigmoidSlope());
                    betas.add(0.5f);
                }
                case "linear" -> {
                    alphas.add(1f);
                    betas.add(0f);
                }
                case "elu" -> alphas.add(1f);
                default -> {}
            }
        }
        if (!alphas.isEmpty()) {
            attributes.add(NodeAttribute.ofReals("activation_alpha", alphas));
        }
        if (!betas.isEmpty()) {
            attributes.add(NodeAttribute.ofReals("activation_beta", betas));
        }
    }
}
