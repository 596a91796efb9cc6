package dev.dormouse.keras;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keras' activation functions on FLOAT tensors (keras.activations), by name. */
final class Activations {
    private static final double SELU_ALPHA = 1.6732632423543772;
    private static final double SELU_SCALE = 1.0507009873554805;
    private static final double GELU_TANH_SCALE = 0.7978845608028654; // sqrt(2 / pi)

    private final OnnxGraph graph;
    private final Ops ops;
    private final KerasVersion version;

    Activations(LayerCall call) {
        this.graph = call.graph();
        this.ops = call.ops();
        this.version = call.scope().version();
    }

    /** The function that a configuration names under the key: a text, an object with a text inside, or none. */
    static String name(Config config, String key) {
        Object value = config.find(key).orElse("linear");
        if (value instanceof String name) {
            return name;
        }
        if (value instanceof Map<?, ?> object) {
            @Nullable Object inner = object.get("config");
            if (inner instanceof String name && !"function".equals(name)) {
                return name;
            }
            if (object.get("class_name") instanceof String name) {
                throw KerasFault.unsupported(
                        config.place() + " has the activation '" + name + "', which is a custom one",
                        "use one of Keras' own activations");
            }
        }
        throw config.wrong(key, "the name of an activation");
    }

    /** Applies the function to a tensor. */
    Value apply(String place, String name, Value to) {
        if (name.equals("glu")) {
            return glu(place, to, to.rank() - 1);
        }
        return to.renamed(one(name, to.name())
                .orElseThrow(() -> KerasFault.unsupported(
                        place + " has the activation '" + name + "', which is none of Keras' own",
                        "use one of Keras' own activations, or give the function's layers one by one")));
    }

    private Optional<String> one(String name, String x) {
        return Optional.ofNullable(
                switch (name) {
                    case "linear" -> x;
                    case "relu" -> graph.node("Relu", List.of(x));
                    case "relu6" -> clip(x, 0, 6);
                    case "sigmoid" -> graph.node("Sigmoid", List.of(x));
                    case "tanh" -> graph.node("Tanh", List.of(x));
                    case "softplus" -> graph.node("Softplus", List.of(x));
                    case "softsign" -> graph.node("Softsign", List.of(x));
                    case "exponential" -> graph.node("Exp", List.of(x));
                    case "softmax" -> graph.node("Softmax", List.of(x), NodeAttribute.of("axis", -1));
                    case "log_softmax" -> graph.node("LogSoftmax", List.of(x), NodeAttribute.of("axis", -1));
                    case "elu" -> elu(x, 1);
                    case "celu" -> graph.node("Celu", List.of(x), NodeAttribute.of("alpha", 1.0));
                    case "selu" ->
                        graph.node(
                                "Selu",
                                List.of(x),
                                NodeAttribute.of("alpha", SELU_ALPHA),
                                NodeAttribute.of("gamma", SELU_SCALE));
                    case "leaky_relu" -> leaky(x, 0.2);
                    case "gelu" -> gelu(x, false);
                    default -> more(name, x);
                });
    }

    private @Nullable String more(String name, String x) {
        return switch (name) {
            case "silu", "swish" -> ops.multiply(x, graph.node("Sigmoid", List.of(x)));
            case "hard_sigmoid" -> hardSigmoid(x);
            case "hard_silu", "hard_swish" -> ops.multiply(x, hardSigmoid(x));
            case "mish" -> ops.multiply(x, graph.node("Tanh", List.of(graph.node("Softplus", List.of(x)))));
            case "log_sigmoid" -> graph.node("Neg", List.of(graph.node("Softplus", List.of(negative(x)))));
            case "hard_tanh" -> clip(x, -1, 1);
            case "tanh_shrink" -> ops.subtract(x, graph.node("Tanh", List.of(x)));
            case "soft_shrink" ->
                graph.node("Shrink", List.of(x), NodeAttribute.of("lambd", 0.5), NodeAttribute.of("bias", 0.5));
            case "hard_shrink" ->
                graph.node("Shrink", List.of(x), NodeAttribute.of("lambd", 0.5), NodeAttribute.of("bias", 0.0));
            case "squareplus" -> squareplus(x);
            case "sparse_plus" -> sparsePlus(x);
            case "sparse_sigmoid" -> clip(ops.multiply(ops.add(x, ops.scalar(1)), ops.scalar(0.5)), 0, 1);
            case "sparsemax" -> sparsemax(x);
            default -> null;
        };
    }

    /** a sigmoid(b), a and b the halves of an axis. */
    Value glu(String place, Value x, int axis) {
        long size = Dims.size(x.dim(axis));
        if (size < 2 || size % 2 != 0) {
            throw KerasFault.unsupported(
                    place + " halves an axis whose size is " + x.dim(axis), "give it an even size in keras.Input");
        }
        String first = ops.slice(x.name(), axis, 0, size / 2);
        String second = ops.slice(x.name(), axis, size / 2, size);
        String name = ops.multiply(first, graph.node("Sigmoid", List.of(second)));
        return new Value(name, x.type(), x.dimsWith(axis, dev.dormouse.plan.Dim.of(size / 2)), x.mask());
    }

    /**
     * Over the last axis: max(x - tau, 0). Tau is Keras' (keras.src.backend.tensorflow.nn.sparsemax), which adds up the
     * running sums where Martins and Astudillo (2016) add up the numbers.
     */
    private String sparsemax(String x) {
        String size = ops.slice(graph.node("Shape", List.of(x)), 0, -1, Ops.END);
        String sorted = graph.nodes("TopK", List.of(x, size), 2, NodeAttribute.of("axis", -1))
                .get(0);
        String sums = graph.node("CumSum", List.of(sorted, graph.scalar(ElementType.INT64, -1)));
        String one = graph.scalar(ElementType.INT64, 1);
        String range = graph.node("Range", List.of(one, ops.add(ops.squeeze(size, 0), one), one));
        String position = ops.cast(range, ElementType.FLOAT);
        String excess = ops.subtract(sums, ops.scalar(1));
        String inside =
                graph.node("Greater", List.of(ops.subtract(sorted, ops.divide(excess, position)), ops.scalar(0)));
        String kept = ops.cast(inside, ElementType.FLOAT);
        String count = ops.reduce("ReduceSum", kept, true, -1);
        String total = ops.reduce("ReduceSum", ops.multiply(sums, kept), true, -1);
        String tau = ops.divide(ops.subtract(total, ops.scalar(1)), count);
        return graph.node("Relu", List.of(ops.subtract(x, tau)));
    }

    private String negative(String x) {
        return graph.node("Neg", List.of(x));
    }

    String clip(String x, double min, double max) {
        return graph.node("Clip", List.of(x, ops.scalar(min), ops.scalar(max)));
    }

    String elu(String x, double alpha) {
        return graph.node("Elu", List.of(x), NodeAttribute.of("alpha", alpha));
    }

    String leaky(String x, double slope) {
        return graph.node("LeakyRelu", List.of(x), NodeAttribute.of("alpha", slope));
    }

    private String hardSigmoid(String x) {
        return graph.node(
                "HardSigmoid",
                List.of(x),
                NodeAttribute.of("alpha", version.hardSigmoidSlope()),
                NodeAttribute.of("beta", 0.5));
    }

    /** Gaussian error linear unit: x / 2 (1 + erf(x / sqrt 2)), or its estimate by tanh. */
    String gelu(String x, boolean approximate) {
        String gate;
        if (approximate) {
            String cube = ops.multiply(ops.multiply(x, x), x);
            String inner =
                    ops.multiply(ops.add(x, ops.multiply(cube, ops.scalar(0.044715))), ops.scalar(GELU_TANH_SCALE));
            gate = graph.node("Tanh", List.of(inner));
        } else {
            gate = graph.node("Erf", List.of(ops.multiply(x, ops.scalar(Math.sqrt(0.5)))));
        }
        return ops.multiply(ops.multiply(x, ops.scalar(0.5)), ops.add(gate, ops.scalar(1)));
    }

    private String squareplus(String x) {
        String root = graph.node("Sqrt", List.of(ops.add(ops.multiply(x, x), ops.scalar(4))));
        return ops.multiply(ops.add(x, root), ops.scalar(0.5));
    }

    /** 0 up to -1, then (x + 1)^2 / 4, then x from 1 on. */
    private String sparsePlus(String x) {
        String shifted = ops.add(x, ops.scalar(1));
        String curve = ops.multiply(ops.multiply(shifted, shifted), ops.scalar(0.25));
        String upper = ops.where(graph.node("Less", List.of(x, ops.scalar(1))), curve, x);
        return ops.where(graph.node("LessOrEqual", List.of(x, ops.scalar(-1))), ops.scalar(0), upper);
    }
}
