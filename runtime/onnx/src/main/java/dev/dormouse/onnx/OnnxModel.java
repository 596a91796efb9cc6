package dev.dormouse.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the compiler needs of a model's file: everything but the weights.
 *
 * @param operators those of the main graph, of graphs inside of nodes and of functions
 * @param external the tensors, wherever they stand, whose values are in other files
 */
record OnnxModel(
        String fileName,
        long irVersion,
        Map<String, Long> opsets,
        Set<Operator> functions,
        Set<Operator> operators,
        List<ExternalTensor> external,
        Graph graph) {
    OnnxModel {
        opsets = Map.copyOf(opsets);
        functions = Set.copyOf(functions);
        operators = Set.copyOf(operators);
        external = List.copyOf(external);
    }

    /** An operator, or a function of the file, by its domain ("" is ONNX's own) and name. */
    record Operator(String domain, String name) {}

    /** The main graph; {@code tensors} are its initializers by name, {@code values} the declared types inside of it. */
    record Graph(
            List<Node> nodes,
            Map<String, StoredTensor> tensors,
            List<Value> inputs,
            List<Value> outputs,
            Map<String, ValueType> values) {
        Graph {
            nodes = List.copyOf(nodes);
            tensors = Map.copyOf(tensors);
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
            values = Map.copyOf(values);
        }

        /** The nodes by each of their outputs. */
        Map<String, Node> producers() {
            Map<String, Node> producers = new HashMap<>();
            nodes.forEach(node -> node.outputs().forEach(output -> producers.put(output, node)));
            return producers;
        }
    }

    /** One operator. */
    record Node(
            String operator,
            String domain,
            List<String> inputs,
            List<String> outputs,
            Map<String, Attribute> attributes) {
        Node {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
            attributes = Map.copyOf(attributes);
        }
    }

    /** The values of an attribute that are read here; others are left out. */
    record Attribute(List<Long> integers, List<String> strings, Optional<StoredTensor> tensor) {
        Attribute {
            integers = List.copyOf(integers);
            strings = List.copyOf(strings);
        }
    }

    /** A stored tensor without its values. */
    record StoredTensor(String name, int elementType, List<Long> dims) {
        StoredTensor {
            dims = List.copyOf(dims);
        }
    }

    /** A graph input or output. */
    record Value(String name, ValueType type) {}

    /** The declared type of a graph input or output. */
    sealed interface ValueType {}

    /** {@code elementType} is a number of ONNX's TensorProto.DataType; no dims at all means that the rank is unknown. */
    record TensorValue(int elementType, Optional<List<Axis>> dims) implements ValueType {}

    /** A sequence of maps, as ZipMap makes. */
    record MapsValue() implements ValueType {}

    /** A sequence of tensors. */
    record SequenceValue(TensorValue element) implements ValueType {}

    /** Anything else, by its name. */
    record OtherValue(String description) implements ValueType {}

    /** One declared dim: a size, or a name, or neither (size 0 and no name). */
    record Axis(long size, String name) {}
}
