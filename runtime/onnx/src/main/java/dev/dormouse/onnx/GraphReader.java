package dev.dormouse.onnx;

import dev.dormouse.onnx.OnnxModel.Attribute;
import dev.dormouse.onnx.OnnxModel.Graph;
import dev.dormouse.onnx.OnnxModel.Node;
import dev.dormouse.onnx.OnnxModel.Operator;
import dev.dormouse.onnx.OnnxModel.StoredTensor;
import dev.dormouse.onnx.OnnxModel.Value;
import dev.dormouse.onnx.OnnxModel.ValueType;
import dev.dormouse.protobuf.ProtoReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads graphs and functions with all that is nested in them, and keeps account of it. */
final class GraphReader {
    /** Protobuf's own limit is 100 messages in each other; a graph in a graph is three. */
    private static final int MOST_NESTED = 32;
    /** Nodes, tensors, attributes and so on of one file; a graph of more is no model, but an attack on the memory. */
    private static final int MOST_PARTS = 2_000_000;

    private static final int MOST_BYTES_OF_LABELS = 1 << 22;
    /** The attributes that somebody reads; the tables of a forest would be millions of numbers. */
    private static final Set<String> READ =
            Set.of("axis", "value", "locale", "classlabels_int64s", "classlabels_strings");

    private final ProtoReader proto;
    private final ValueReader values;
    private final Set<Operator> operators = new HashSet<>();
    private final List<ExternalTensor> external = new ArrayList<>();
    private int depth;
    private int parts;

    GraphReader(ProtoReader proto) {
        this.proto = proto;
        this.values = new ValueReader(proto);
    }

    Set<Operator> operators() {
        return operators;
    }

    List<ExternalTensor> external() {
        return external;
    }

    Graph graph() {
        List<Node> nodes = new ArrayList<>();
        Map<String, StoredTensor> tensors = new HashMap<>();
        List<Value> inputs = new ArrayList<>();
        List<Value> outputs = new ArrayList<>();
        Map<String, ValueType> inner = new HashMap<>();
        enter();
        proto.message(() -> {
            count();
            switch (proto.field()) {
                case 1 -> nodes.add(node());
                case 5 -> add(tensors, tensor());
                case 11 -> inputs.add(values.value());
                case 12 -> outputs.add(values.value());
                case 13 -> {
                    Value value = values.value();
                    inner.put(value.name(), value.type());
                }
                case 15 -> sparse(tensors);
                default -> {}
            }
        });
        depth--;
        return new Graph(nodes, tensors, inputs, outputs, inner);
    }

    Operator function() {
        String[] name = {""};
        String[] domain = {""};
        enter();
        proto.message(() -> {
            count();
            switch (proto.field()) {
                case 1 -> name[0] = proto.string();
                case 7 -> node();
                case 10 -> domain[0] = proto.string();
                case 11 -> attribute(new HashMap<>());
                default -> {}
            }
        });
        depth--;
        return new Operator(domain[0], name[0]);
    }

    private void enter() {
        if (++depth > MOST_NESTED) {
            throw proto.unreadable();
        }
    }

    private void count() {
        if (++parts > MOST_PARTS) {
            throw proto.unreadable();
        }
    }

    private static void add(Map<String, StoredTensor> tensors, StoredTensor tensor) {
        tensors.put(tensor.name(), tensor);
    }

    /** The values' tensor stands for the whole; its indices are a tensor too. */
    private void sparse(Map<String, StoredTensor> tensors) {
        proto.message(() -> {
            switch (proto.field()) {
                case 1 -> add(tensors, tensor());
                case 2 -> tensor();
                default -> {}
            }
        });
    }

    private Node node() {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        String[] operator = {""};
        String[] domain = {""};
        Map<String, Attribute> attributes = new HashMap<>();
        proto.message(() -> {
            count();
            switch (proto.field()) {
                case 1 -> inputs.add(proto.string());
                case 2 -> outputs.add(proto.string());
                case 4 -> operator[0] = proto.string();
                case 5 -> attribute(attributes);
                case 7 -> domain[0] = proto.string();
                default -> {}
            }
        });
        operators.add(new Operator(domain[0], operator[0]));
        return new Node(operator[0], domain[0], inputs, outputs, attributes);
    }

    /** An attribute's name stands before its values, as every writer has it; else the values are left out. */
    private void attribute(Map<String, Attribute> attributes) {
        String[] name = {""};
        List<Long> integers = new ArrayList<>();
        List<String> strings = new ArrayList<>();
        List<StoredTensor> tensors = new ArrayList<>();
        Map<String, StoredTensor> ignored = new HashMap<>();
        proto.message(() -> {
            boolean read = READ.contains(name[0]);
            switch (proto.field()) {
                case 1 -> name[0] = proto.string();
                case 3 -> integers.add(proto.integer());
                case 4, 9 -> {
                    if (read) {
                        count();
                        strings.add(proto.string());
                    }
                }
                case 5, 10 -> tensors.add(tensor());
                case 6, 11 -> graph();
                case 8 -> {
                    if (read && proto.size() < MOST_BYTES_OF_LABELS) {
                        count();
                        integers.addAll(proto.integers());
                    }
                }
                case 22, 23 -> sparse(ignored);
                default -> {}
            }
        });
        attributes.put(
                name[0], new Attribute(integers, strings, tensors.stream().findFirst()));
    }

    private StoredTensor tensor() {
        count();
        ExternalTensor read = ExternalTensor.read(proto);
        if (read.isExternal()) {
            external.add(read);
        }
        return new StoredTensor(read.name(), read.elementType(), read.dims());
    }
}
