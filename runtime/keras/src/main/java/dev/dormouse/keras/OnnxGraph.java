package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An ONNX model that grows node by node (onnx.proto3: ModelProto, GraphProto, NodeProto, TensorProto). */
final class OnnxGraph {
    private static final long IR_VERSION = 8;
    private static final long OPSET = 17;
    private static final String TRADITIONAL = "ai.onnx.ml";
    private static final long TRADITIONAL_OPSET = 3;
    /** Beyond this protobuf ends; some room is left for nodes. */
    private static final long MOST_BYTES = Integer.MAX_VALUE - (64L << 20);

    private final String name;
    private final List<ProtoWriter> nodes = new ArrayList<>();
    private final List<ProtoWriter> initializers = new ArrayList<>();
    private final List<ProtoWriter> inputs = new ArrayList<>();
    private final List<ProtoWriter> outputs = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private long weightBytes;
    private boolean traditional;
    /** By its output, what a Transpose takes and the order of its axes. */
    private final Map<String, Turned> turned = new HashMap<>();

    private record Turned(String from, List<Long> order) {}

    OnnxGraph(String name) {
        this.name = name;
    }

    /** A name that nothing else in the graph has, the wished one if it is free. */
    private String fresh(String wish) {
        String free = wish;
        for (int i = 1; !names.add(free); i++) {
            free = wish + "_" + i;
        }
        return free;
    }

    /** Keeps a name for an input or an output of the model. */
    void reserve(String taken) {
        if (!names.add(taken)) {
            throw KerasFault.unsupported(
                    "two inputs or outputs are named '" + taken + "'", "give each a name of its own");
        }
    }

    /** An input of the model; its name is reserved. */
    void input(String inputName, ElementType type, List<Dim> dims) {
        reserve(inputName);
        inputs.add(valueInfo(inputName, type, dims));
    }

    /** Makes a value an output of the model under a reserved name. */
    void output(String outputName, Value value) {
        nodes.add(nodeProto("Identity", List.of(value.name()), List.of(outputName)));
        outputs.add(valueInfo(outputName, value.type(), value.dims()));
    }

    /** Another order of axes; two that undo each other are none. */
    String transpose(String from, long... order) {
        List<Long> axes = Arrays.stream(order).boxed().toList();
        Turned before = turned.get(from);
        if (before != null && before.order().size() == order.length) {
            boolean undone = true;
            for (int i = 0; i < order.length; i++) {
                undone &= before.order().get((int) order[i]) == i;
            }
            if (undone) {
                return before.from();
            }
        }
        String to = node("Transpose", List.of(from), NodeAttribute.of("perm", order));
        turned.put(to, new Turned(from, axes));
        return to;
    }

    /** Adds a node with one output and gives that output's name. */
    String node(String op, List<String> from, NodeAttribute... attributes) {
        return nodes(op, from, 1, attributes).get(0);
    }

    /** Adds a node with several outputs and gives their names; an empty name among {@code from} is an input left out. */
    List<String> nodes(String op, List<String> from, int count, NodeAttribute... attributes) {
        List<String> to = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            to.add(fresh(op));
        }
        nodes.add(nodeProto(op, from, to, attributes));
        return to;
    }

    /** Adds a node of ai.onnx.ml with one input and one output. */
    String traditionalNode(String op, String from, NodeAttribute... attributes) {
        traditional = true;
        String to = fresh(op);
        nodes.add(nodeProto(op, List.of(from), List.of(to), attributes).string(7, TRADITIONAL));
        return to;
    }

    private static ProtoWriter nodeProto(String op, List<String> from, List<String> to, NodeAttribute... attributes) {
        ProtoWriter node = new ProtoWriter();
        from.forEach(input -> node.string(1, input));
        to.forEach(output -> node.string(2, output));
        node.string(4, op);
        for (NodeAttribute attribute : attributes) {
            node.message(5, attribute.proto());
        }
        return node;
    }

    /** A constant FLOAT tensor. */
    String floats(float[] values, long... dims) {
        ByteBuffer bytes = bytes(values.length, Float.BYTES);
        bytes.asFloatBuffer().put(FloatBuffer.wrap(values));
        return initializer(ElementType.FLOAT, bytes.array(), dims);
    }

    /** A constant INT64 vector. */
    String integers(long... values) {
        return integers(values, values.length);
    }

    /** A constant INT64 tensor. */
    String integers(long[] values, long... dims) {
        ByteBuffer bytes = bytes(values.length, Long.BYTES);
        bytes.asLongBuffer().put(LongBuffer.wrap(values));
        return initializer(ElementType.INT64, bytes.array(), dims);
    }

    /** A constant scalar of any type. */
    String scalar(ElementType type, double value) {
        if (type == ElementType.FLOAT) {
            return floats(new float[] {(float) value});
        }
        String wide = integers(new long[] {(long) value});
        if (type == ElementType.DOUBLE) {
            ByteBuffer bytes = bytes(1, Double.BYTES).putDouble(0, value);
            return initializer(type, bytes.array());
        }
        return type == ElementType.INT64 ? wide : node("Cast", List.of(wide), NodeAttribute.of("to", type.code()));
    }

    private ByteBuffer bytes(long count, int size) {
        weightBytes += count * size;
        if (weightBytes > MOST_BYTES) {
            throw KerasFault.unsupported(
                    "the weights take more than 2 GiB, which one ONNX file cannot hold", "serve a smaller model");
        }
        return ByteBuffer.allocate((int) (count * size)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String initializer(ElementType type, byte[] data, long... dims) {
        String constant = fresh("constant");
        ProtoWriter tensor = new ProtoWriter();
        for (long dim : dims) {
            tensor.integer(1, dim);
        }
        tensor.integer(2, type.code()).string(8, constant).bytes(9, data);
        initializers.add(tensor);
        return constant;
    }

    private static ProtoWriter valueInfo(String name, ElementType type, List<Dim> dims) {
        ProtoWriter shape = new ProtoWriter();
        for (Dim dim : dims) {
            ProtoWriter proto = new ProtoWriter();
            if (dim instanceof Dim.Fixed fixed) {
                proto.integer(1, fixed.size());
            } else if (dim instanceof Dim.Named named) {
                proto.string(2, named.name());
            }
            shape.message(1, proto);
        }
        ProtoWriter tensor = new ProtoWriter().integer(1, type.code()).message(2, shape);
        return new ProtoWriter().string(1, name).message(2, new ProtoWriter().message(1, tensor));
    }

    /** The whole as the bytes of an {@code .onnx} file. */
    byte[] toBytes() {
        ProtoWriter graph = new ProtoWriter();
        nodes.forEach(node -> graph.message(1, node));
        graph.string(2, name);
        initializers.forEach(tensor -> graph.message(5, tensor));
        inputs.forEach(input -> graph.message(11, input));
        outputs.forEach(output -> graph.message(12, output));
        ProtoWriter model = new ProtoWriter()
                .integer(1, IR_VERSION)
                .string(2, "dormouse-keras")
                .message(7, graph)
                .message(8, new ProtoWriter().string(1, "").integer(2, OPSET));
        if (traditional) {
            model.message(8, new ProtoWriter().string(1, TRADITIONAL).integer(2, TRADITIONAL_OPSET));
        }
        return model.toBytes();
    }
}
