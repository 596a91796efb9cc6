package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two operands, tensors or numbers, element by element: ONNX stretches them as NumPy does. */
final class Elementwise {
    private Elementwise() {}

    /** A node over the first two arguments of an operation such as {@code x + 1}. */
    static Value translate(LayerCall call, String op) {
        if (call.args().size() != 2) {
            throw KerasFault.unreadable(call.place() + " takes two arguments");
        }
        ElementType type = call.inputs().stream().anyMatch(input -> input.type().isReal())
                        || op.equals("Div")
                        || call.args().stream().anyMatch(Double.class::isInstance)
                ? ElementType.FLOAT
                : call.inputs().get(0).type();
        Value left = operand(call, call.args().get(0), type);
        Value right = operand(call, call.args().get(1), type);
        boolean compares = op.matches("Equal|Greater.*|Less.*|Or|And");
        String name = call.graph().node(op, List.of(left.name(), right.name()));
        return Value.of(name, compares ? ElementType.BOOL : type, dims(call, left.dims(), right.dims()));
    }

    static Value operand(LayerCall call, @Nullable Object argument, ElementType type) {
        if (argument instanceof Value value) {
            return call.ops().as(value, type);
        }
        if (argument instanceof Number number) {
            return Value.of(call.graph().scalar(type, number.doubleValue()), type, List.of());
        }
        throw call.unsupported("has an argument that is neither a tensor nor a number", "use a layer of Keras for it");
    }

    /** The dims of both, aligned at the end. */
    static List<Dim> dims(LayerCall call, List<Dim> left, List<Dim> right) {
        List<Dim> longer = left.size() >= right.size() ? left : right;
        List<Dim> shorter = left.size() >= right.size() ? right : left;
        List<Dim> dims = new ArrayList<>(longer);
        int shift = longer.size() - shorter.size();
        for (int i = 0; i < shorter.size(); i++) {
            dims.set(i + shift, Dims.broadcast(call.place(), longer.get(i + shift), shorter.get(i)));
        }
        return dims;
    }
}
