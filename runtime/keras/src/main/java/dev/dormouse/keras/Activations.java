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
            default -> null;
        };
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
