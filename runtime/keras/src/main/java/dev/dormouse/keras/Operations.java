package dev.dormouse.keras;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operations of keras.ops in a functional model, which Keras 3 writes as if they were layers, element by element. */
final class Operations {
    private static final Map<String, String> PAIRS = Map.of(
            "TrueDivide", "Div",
            "Divide", "Div",
            "Power", "Pow",
            "Equal", "Equal",
            "Greater", "Greater",
            "GreaterEqual", "GreaterOrEqual",
            "Less", "Less",
            "LessEqual", "LessOrEqual",
            "LogicalAnd", "And",
            "LogicalOr", "Or");
    private static final Map<String, String> SINGLES = Map.of(
            "Absolute", "Abs",
            "Abs", "Abs",
            "Negative", "Neg",
            "Sqrt", "Sqrt",
            "Exp", "Exp",
            "Log", "Log");
    private static final List<String> ACTIVATIONS =
            List.of("Relu", "Relu6", "Sigmoid", "Tanh", "Silu", "Softplus", "Softsign", "Selu", "HardSigmoid");

    private Operations() {}

    static Map<String, LayerTranslation> all() {
        Map<String, LayerTranslation> all = new HashMap<>();
        PAIRS.forEach((name, op) -> all.put(name, call -> List.of(Elementwise.translate(call, op))));
        SINGLES.forEach((name, op) -> all.put(name, call -> single(call, op)));
        ACTIVATIONS.forEach(name -> all.put(name, call -> {
            Value input = call.ops().as(call.input(), ElementType.FLOAT);
            return List.of(new Activations(call).apply(call.place(), ClassNames.snakeCase(name), input));
        }));
        all.put("NotEqual", call -> {
            Value equal = Elementwise.translate(call, "Equal");
            return List.of(equal.renamed(call.graph().node("Not", List.of(equal.name()))));
        });
        all.put("LogicalNot", call -> single(call, "Not"));
        all.put("Square", call -> {
            Value input = call.input();
            return List.of(input.renamed(call.ops().multiply(input.name(), input.name())));
        });
        all.put("Gelu", Operations::gelu);
        all.put("Clip", Operations::clip);
        all.put("Cast", Operations::cast);
        all.replaceAll((name, translation) -> call -> unmasked(translation.translate(call)));
        return all;
    }

    /** Operations, unlike layers, hand no mask on. */
    private static List<Value> unmasked(List<Value> values) {
        return values.stream().map(value -> value.masked(Optional.empty())).toList();
    }

    private static List<Value> single(LayerCall call, String op) {
        Value input = call.input();
        return List.of(input.renamed(call.graph().node(op, List.of(input.name()))));
    }

    private static List<Value> gelu(LayerCall call) {
        Value input = call.ops().as(call.input(), ElementType.FLOAT);
        boolean approximate = call.config().flag("approximate", true);
        return List.of(input.renamed(new Activations(call).gelu(input.name(), approximate)));
    }

    private static List<Value> clip(LayerCall call) {
        Value input = call.ops().as(call.input(), ElementType.FLOAT);
        Config config = call.config();
        return List.of(input.renamed(
                new Activations(call).clip(input.name(), config.number("x_min"), config.number("x_max"))));
    }

    private static List<Value> cast(LayerCall call) {
        ElementType type = ElementType.named(call.config().string("dtype"))
                .orElseThrow(() -> call.unsupported("casts to " + call.config().string("dtype"), "cast to float32"));
        return List.of(call.ops().as(call.input(), type));
    }
}
