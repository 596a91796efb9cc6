package dev.dormouse.keras;

import java.util.List;

/**
 * A mask over time for ONNX' recurrent nodes, which know lengths only: the steps that count are moved to the front of
 * each row, in their order, and the outputs moved back. A step that does not count has the output before it.
 */
final class TimeMask {
    private final LayerCall call;
    private final Ops ops;
    private final String counts;
    private final String order;

    /** For a mask BOOL[batch, time]. */
    TimeMask(LayerCall call, String mask) {
        this.call = call;
        this.ops = call.ops();
        this.counts = ops.cast(mask, ElementType.INT64);
        OnnxGraph graph = call.graph();
        String time = ops.slice(graph.node("Shape", List.of(counts)), 0, 1, 2);
        String positions = graph.node(
                "Range",
                List.of(graph.scalar(ElementType.INT64, 0), ops.squeeze(time, 0), graph.scalar(ElementType.INT64, 1)));
        // steps that count by their position, the others behind them all
        String key = ops.subtract(positions, ops.multiply(counts, time));
        List<String> sorted =
                graph.nodes("TopK", List.of(key, time), 2, NodeAttribute.of("axis", 1), NodeAttribute.of("largest", 0));
        this.order = sorted.get(1);
    }

    /** [batch, time, features] with the steps that count in front. */
    String toFront(String sequence) {
        return gathered(sequence, order);
    }

    /** INT32[batch]: how many steps count. */
    String lengths() {
        return ops.cast(ops.reduce("ReduceSum", counts, false, 1), ElementType.INT32);
    }

    /** Outputs [batch, time, units] back at their places; {@code zero}: what does not count becomes zero. */
    String back(String outputs, boolean zero) {
        OnnxGraph graph = call.graph();
        String seen = graph.node("CumSum", List.of(counts, graph.scalar(ElementType.INT64, 1)));
        String one = graph.scalar(ElementType.INT64, 1);
        String none = graph.scalar(ElementType.INT64, 0);
        String at = graph.node("Max", List.of(ops.subtract(seen, one), none));
        String placed = gathered(outputs, at);
        String factor = zero ? counts : graph.node("Min", List.of(seen, one));
        return ops.multiply(placed, ops.unsqueeze(ops.cast(factor, ElementType.FLOAT), 2));
    }

    /** FLOAT[batch, 1]: 1 where the last step counts. */
    String lastCounts() {
        return ops.cast(ops.slice(counts, 1, -1, Ops.END), ElementType.FLOAT);
    }

    private String gathered(String from, String indices) {
        OnnxGraph graph = call.graph();
        String wide = graph.node("Expand", List.of(ops.unsqueeze(indices, 2), graph.node("Shape", List.of(from))));
        return graph.node("GatherElements", List.of(from, wide), NodeAttribute.of("axis", 1));
    }
}
