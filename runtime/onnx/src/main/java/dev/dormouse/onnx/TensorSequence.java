package dev.dormouse.onnx;

import dev.dormouse.onnx.OnnxModel.Axis;
import dev.dormouse.onnx.OnnxModel.Graph;
import dev.dormouse.onnx.OnnxModel.Node;
import dev.dormouse.onnx.OnnxModel.SequenceValue;
import dev.dormouse.onnx.OnnxModel.StoredTensor;
import dev.dormouse.onnx.OnnxModel.TensorValue;
import dev.dormouse.onnx.OnnxModel.Value;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A graph output that is a sequence of a known number of tensors, as SequenceConstruct makes (skl2onnx: a classifier of
 * several targets). Each tensor is an output of its own: {@code probabilities_0}, {@code probabilities_1}, ….
 *
 * @param elements the tensors' types, in the sequence's order
 */
record TensorSequence(String output, List<TensorValue> elements) {
    /** Operators whose first output has as many dims as their first input. */
    private static final Set<String> KEEP_RANK =
            Set.of("Identity", "Cast", "Normalizer", "Softmax", "Sigmoid", "Mul", "Div", "Relu", "Clip");

    /** Which output of LinearClassifier and its like has the scores, one row an input row. */
    private static final int SCORES = 1;

    TensorSequence {
        elements = List.copyOf(elements);
    }

    /** The names of its outputs. */
    List<String> names() {
        return IntStream.range(0, elements.size())
                .mapToObj(i -> output + "_" + i)
                .toList();
    }

    /** The sequence, if a node of the graph shows how many tensors it has. */
    static Optional<TensorSequence> of(Graph graph, Value output) {
        if (!(output.type() instanceof SequenceValue sequence)) {
            return Optional.empty();
        }
        Map<String, Node> producers = graph.producers();
        Node node = origin(producers, output.name());
        if (node == null || !node.operator().equals("SequenceConstruct")) {
            return Optional.empty();
        }
        return Optional.of(new TensorSequence(
                output.name(),
                node.inputs().stream()
                        .map(input -> element(graph, producers, input, sequence.element()))
                        .toList()));
    }

    /** The node that makes a value, names given to it again left aside. */
    static @Nullable Node origin(Map<String, Node> producers, String value) {
        Node node = producers.get(value);
        for (int i = 0;
                i < producers.size()
                        && node != null
                        && node.operator().equals("Identity")
                        && !node.inputs().isEmpty();
                i++) {
            node = producers.get(node.inputs().get(0));
        }
        return node;
    }

    private static TensorValue element(Graph graph, Map<String, Node> producers, String name, TensorValue declared) {
        if (graph.values().get(name) instanceof TensorValue value
                && value.dims().isPresent()) {
            return value;
        }
        Optional<List<Axis>> dims = declared.dims().isPresent()
                ? declared.dims()
                : rank(graph, producers, name).map(rank -> Collections.nCopies(rank, new Axis(0, "")));
        return new TensorValue(declared.elementType(), dims);
    }

    /** Where no type is declared: the rank, if the graph shows it, as the number of dims that a Reshape gives. */
    private static Optional<Integer> rank(Graph graph, Map<String, Node> producers, String name) {
        Set<String> seen = new HashSet<>();
        String value = name;
        while (seen.add(value)) {
            Node node = producers.get(value);
            if (node == null || node.inputs().isEmpty()) {
                return Optional.empty();
            }
            if (node.operator().equals("Reshape") && node.inputs().size() > 1) {
                StoredTensor shape = graph.tensors().get(node.inputs().get(1));
                return shape != null && shape.dims().size() == 1
                        ? Optional.of((int) Math.min(shape.dims().get(0), 64))
                        : Optional.empty();
            }
            if (node.operator().endsWith("Classifier") && node.outputs().indexOf(value) == SCORES) {
                return Optional.of(2);
            }
            if (!KEEP_RANK.contains(node.operator())) {
                return Optional.empty();
            }
            value = node.inputs().get(0);
        }
        return Optional.empty();
    }
}
