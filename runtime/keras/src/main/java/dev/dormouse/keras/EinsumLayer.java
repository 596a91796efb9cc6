package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** EinsumDense: a product of input and kernel over the letters of an equation. */
final class EinsumLayer {
    private EinsumLayer() {}

    static List<Value> translate(LayerCall call) {
        Value input = call.ops().as(call.input(), ElementType.FLOAT);
        Config config = call.config();
        String equation = config.string("equation").replace(" ", "");
        boolean biased = config.has("bias_axes");
        List<Weight> weights = call.weights(biased ? 2 : 1);
        Weight kernel = weights.get(0);
        List<Dim> kernelDims =
                kernel.dims().stream().map(Dim::of).map(Dim.class::cast).toList();
        List<Dim> dims = dims(call, "equation", equation, input.dims(), kernelDims);
        String product = call.graph()
                .node(
                        "Einsum",
                        List.of(input.name(), call.constant(kernel, kernel.shape())),
                        NodeAttribute.of("equation", equation));
        if (biased) {
            Weight bias = weights.get(1);
            product = call.ops().add(product, call.constant(bias, bias.shape()));
        }
        return List.of(DenseLayers.activated(call, new Value(product, ElementType.FLOAT, dims, input.mask())));
    }

    /** What the letters of the output stand for; three dots are the axes that have no letter. */
    static List<Dim> dims(LayerCall call, String option, String equation, List<Dim> left, List<Dim> right) {
        String[] sides = equation.split("->", -1);
        String[] operands = sides[0].split(",", -1);
        if (sides.length != 2 || operands.length != 2 || !equation.matches("[A-Za-z.,>-]+")) {
            throw call.config().wrong(option, "as ab,bc->ac");
        }
        Map<Character, Dim> letters = new HashMap<>();
        List<Dim> dotted = new ArrayList<>();
        bind(call, option, operands[0], left, letters, dotted);
        bind(call, option, operands[1], right, letters, dotted);
        List<Dim> dims = new ArrayList<>();
        String out = sides[1].replace("...", ".");
        for (char letter : out.toCharArray()) {
            if (letter == '.') {
                dims.addAll(dotted);
            } else if (letters.containsKey(letter)) {
                dims.add(letters.get(letter));
            } else {
                throw call.config().wrong(option, "one whose output has the letters of its operands");
            }
        }
        return dims;
    }

    private static void bind(
            LayerCall call,
            String option,
            String operand,
            List<Dim> dims,
            Map<Character, Dim> letters,
            List<Dim> dotted) {
        String compact = operand.replace("...", ".");
        int free = dims.size() - compact.replace(".", "").length();
        if (free < 0 || free > 0 && compact.indexOf('.') < 0) {
            throw call.config().wrong(option, "one with a letter for each of the " + dims.size() + " dims");
        }
        int axis = 0;
        for (char letter : compact.toCharArray()) {
            if (letter == '.') {
                dotted.addAll(dims.subList(axis, axis + free));
                axis += free;
            } else {
                letters.merge(letter, dims.get(axis++), (a, b) -> Dims.broadcast(call.place(), a, b));
            }
        }
    }
}
