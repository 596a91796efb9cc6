package dev.dormouse.keras;

import java.util.List;

/** ONNX nodes of everyday use, by the names of their operands. */
record Ops(OnnxGraph graph) {
    /** The largest int32 stands for the end in Slice. */
    static final long END = Integer.MAX_VALUE;

    String cast(String from, ElementType type) {
        return graph.node("Cast", List.of(from), NodeAttribute.of("to", type.code()));
    }

    /** The value, cast if its type is another. */
    Value as(Value value, ElementType type) {
        return value.type() == type ? value : new Value(cast(value.name(), type), type, value.dims(), value.mask());
    }

    String add(String left, String right) {
        return graph.node("Add", List.of(left, right));
    }

    String subtract(String left, String right) {
        return graph.node("Sub", List.of(left, right));
    }

    String multiply(String left, String right) {
        return graph.node("Mul", List.of(left, right));
    }

    String divide(String left, String right) {
        return graph.node("Div", List.of(left, right));
    }

    String scalar(double value) {
        return graph.scalar(ElementType.FLOAT, value);
    }

    String transpose(String from, long... order) {
        return graph.transpose(from, order);
    }

    /** As ONNX' Reshape: 0 keeps a dim, -1 is what is left. */
    String reshape(String from, long... dims) {
        return graph.node("Reshape", List.of(from, graph.integers(dims)));
    }

    String unsqueeze(String from, long... axes) {
        return graph.node("Unsqueeze", List.of(from, graph.integers(axes)));
    }

    String squeeze(String from, long... axes) {
        return graph.node("Squeeze", List.of(from, graph.integers(axes)));
    }

    String slice(String from, long axis, long start, long end) {
        return graph.node("Slice", List.of(from, graph.integers(start), graph.integers(end), graph.integers(axis)));
    }

    String reduce(String op, String from, boolean keep, long... axes) {
        if (op.equals("ReduceSum")) {
            return graph.node(op, List.of(from, graph.integers(axes)), NodeAttribute.of("keepdims", keep ? 1 : 0));
        }
        return graph.node(
                op, List.of(from), NodeAttribute.of("axes", axes), NodeAttribute.of("keepdims", keep ? 1 : 0));
    }

    String concat(long axis, List<String> from) {
        return graph.node("Concat", from, NodeAttribute.of("axis", axis));
    }

    String where(String condition, String yes, String no) {
        return graph.node("Where", List.of(condition, yes, no));
    }
}
