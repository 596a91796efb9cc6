package dev.dormouse.onnx;

import dev.dormouse.onnx.OnnxModel.Attribute;
import dev.dormouse.onnx.OnnxModel.Graph;
import dev.dormouse.onnx.OnnxModel.Node;
import dev.dormouse.onnx.OnnxModel.StoredTensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the embedding tables of a text model in its graph: the one whose rows an input looks up, and the one of
 * positions that is added to it. Only what the graph shows is told.
 */
final class TokenTables {
    /** Operators that hand ids or tables on with their values kept. */
    private static final Set<String> CARRIERS = Set.of(
            "Cast", "Identity", "Unsqueeze", "Squeeze", "Reshape", "Flatten", "DequantizeLinear", "Clip", "Expand");
    /** Operators between a looked-up row and the sum with its position. */
    private static final Set<String> ROW_WISE = Set.of(
            "Cast",
            "Identity",
            "Mul",
            "Add",
            "Sub",
            "DequantizeLinear",
            "Reshape",
            "Transpose",
            "Squeeze",
            "Unsqueeze",
            "Dropout");
    /** RoBERTa counts positions from the padding id on: the first two rows are never a token's. */
    private static final long ROWS_BEFORE_COUNTED_POSITIONS = 2;
    /** Stands for a graph input among the nodes. */
    private static final String INPUT = "input";

    private final Graph graph;
    private final Map<String, Node> producers;
    private final Map<String, List<Node>> consumers = new HashMap<>();

    TokenTables(Graph graph) {
        this.graph = graph;
        this.producers = graph.producers();
        graph.nodes()
                .forEach(node -> node.inputs()
                        .forEach(input -> consumers
                                .computeIfAbsent(input, name -> new ArrayList<>())
                                .add(node)));
    }

    /** Rows of the table that the input's values index: the smallest, when there are several. */
    OptionalLong vocabularySize(String input) {
        return lookUps(input).stream()
                .flatMap(gather -> rows(gather).stream())
                .mapToLong(Long::longValue)
                .min();
    }

    /**
     * Rows of the table that is added to the looked-up rows and is not itself looked up by an input's values: positions.
     */
    OptionalLong maxPositions(String input) {
        Set<String> sums = new HashSet<>();
        Set<String> embedded = forward(lookUps(input), sums);
        return sums.stream()
                .flatMap(operand -> embedded.contains(operand) ? Stream.empty() : positionRows(operand, 0).stream())
                .mapToLong(Long::longValue)
                .min();
    }

    /** The Gather nodes whose indices are the input's values. */
    private List<Node> lookUps(String input) {
        List<Node> found = new ArrayList<>();
        Deque<String> open = new ArrayDeque<>(List.of(input));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            String value = open.pop();
            if (!seen.add(value)) {
                continue;
            }
            for (Node node : consumers.getOrDefault(value, List.of())) {
                if (looksUpRows(node) && node.inputs().get(1).equals(value)) {
                    found.add(node);
                } else if (CARRIERS.contains(node.operator())
                        && node.inputs().get(0).equals(value)) {
                    open.addAll(node.outputs());
                }
            }
        }
        return found;
    }

    private static boolean looksUpRows(Node node) {
        Attribute axis = node.attributes().get("axis");
        return node.operator().equals("Gather")
                && node.inputs().size() > 1
                && (axis == null
                        || axis.integers().equals(List.of(0L))
                        || axis.integers().isEmpty());
    }

    /** Everything computed row by row from the look-ups; the other operands of additions go to {@code sums}. */
    private Set<String> forward(List<Node> lookUps, Set<String> sums) {
        Deque<String> open = new ArrayDeque<>();
        lookUps.forEach(node -> open.addAll(node.outputs()));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            String value = open.pop();
            if (!seen.add(value)) {
                continue;
            }
            for (Node node : consumers.getOrDefault(value, List.of())) {
                if (!ROW_WISE.contains(node.operator())) {
                    continue;
                }
                if (node.operator().equals("Add")) {
                    sums.addAll(node.inputs());
                }
                open.addAll(node.outputs());
            }
        }
        return seen;
    }

    /** The rows of the table behind an operand, when it is a table cut or looked up by position. */
    private Optional<Long> positionRows(String operand, int depth) {
        Node node = producers.get(operand);
        if (node == null || depth > 8) {
            return Optional.empty();
        }
        return switch (node.operator()) {
            case "Slice" -> rows(node);
            case "Gather" ->
                !looksUpRows(node) || readsInput(node.inputs().get(1))
                        ? Optional.empty()
                        : rows(node).map(rows -> countsPositions(node) ? rows - ROWS_BEFORE_COUNTED_POSITIONS : rows);
            case "Cast", "Identity", "Unsqueeze", "Expand", "Squeeze", "Reshape", "DequantizeLinear" ->
                positionRows(node.inputs().get(0), depth + 1);
            case "Mul" ->
                node.inputs().stream()
                        .flatMap(input -> positionRows(input, depth + 1).stream())
                        .findFirst();
            default -> Optional.empty();
        };
    }

    /** Whether the values (not only the shape) of a graph input flow into this one, other than by counting. */
    private boolean readsInput(String value) {
        return ancestry(value).stream().anyMatch(node -> node.operator().equals(INPUT))
                && ancestry(value).stream().noneMatch(node -> node.operator().equals("CumSum"));
    }

    private boolean countsPositions(Node gather) {
        return ancestry(gather.inputs().get(1)).stream()
                .anyMatch(node -> node.operator().equals("CumSum"));
    }

    /** The nodes that a value is computed from, not looking behind Shape; a graph input is a node of its own. */
    private Set<Node> ancestry(String value) {
        Deque<String> open = new ArrayDeque<>(List.of(value));
        Set<String> seen = new HashSet<>();
        Set<Node> nodes = new HashSet<>();
        while (!open.isEmpty()) {
            String name = open.pop();
            if (!seen.add(name)) {
                continue;
            }
            Node node = producers.get(name);
            if (node == null) {
                boolean input = !graph.tensors().containsKey(name)
                        && graph.inputs().stream().anyMatch(in -> in.name().equals(name));
                if (input) {
                    nodes.add(new Node(INPUT, "", List.of(), List.of(name), Map.of()));
                }
            } else if (!node.operator().equals("Shape")) {
                nodes.add(node);
                open.addAll(node.inputs());
            }
        }
        return nodes;
    }

    /** The first dim of the table that a node reads, if it is a table of at least two dims; of leading ones, the next. */
    private Optional<Long> rows(Node node) {
        return table(node.inputs().get(0)).flatMap(table -> {
            List<Long> dims = table.dims();
            int first = 0;
            while (first < dims.size() - 2 && dims.get(first) == 1) {
                first++;
            }
            return dims.size() - first < 2 ? Optional.empty() : Optional.of(dims.get(first));
        });
    }

    /** The stored tensor behind a name, through operators that keep its rows. */
    private Optional<StoredTensor> table(String name) {
        StoredTensor stored = graph.tensors().get(name);
        if (stored != null) {
            return Optional.of(stored);
        }
        Node node = producers.get(name);
        if (node == null) {
            return Optional.empty();
        }
        if (node.operator().equals("Constant")) {
            return Optional.ofNullable(node.attributes().get("value")).flatMap(Attribute::tensor);
        }
        boolean keepsRows = Set.of("Cast", "Identity", "DequantizeLinear").contains(node.operator());
        return keepsRows ? table(Objects.requireNonNull(node.inputs().get(0))) : Optional.empty();
    }
}
