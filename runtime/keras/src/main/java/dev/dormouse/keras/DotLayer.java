package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.List;

/** Dot: sums of products over one axis of each of two tensors, row by row. */
final class DotLayer {
    private DotLayer() {}

    static List<Value> translate(LayerCall call) {
        if (call.inputs().size() != 2) {
            throw KerasFault.unreadable(call.place() + " takes two tensors");
        }
        List<Long> axes = call.config().integers("axes");
        Value left = moved(call, 0, axes.get(0));
        Value right = moved(call, 1, axes.get(axes.size() - 1));
        Ops ops = call.ops();
        // [batch, rest, summed] times [batch, summed, rest]
        String a = left.rank() == 2 ? ops.unsqueeze(left.name(), 1) : left.name();
        String b = right.rank() == 2 ? ops.unsqueeze(right.name(), 2) : ops.transpose(right.name(), 0, 2, 1);
        String product = call.graph().node("MatMul", List.of(a, b));
        List<Dim> dims = new ArrayList<>(List.of(left.dim(0)));
        boolean flat = left.rank() == 2 && right.rank() == 2;
        if (flat) {
            dims.add(Dim.of(1));
            return List.of(left.reshaped(ops.squeeze(product, 2), dims));
        }
        if (left.rank() == 3) {
            dims.add(left.dim(1));
        }
        if (right.rank() == 3) {
            dims.add(right.dim(1));
        }
        String shaped =
                left.rank() == 2 ? ops.squeeze(product, 1) : right.rank() == 2 ? ops.squeeze(product, 2) : product;
        return List.of(left.reshaped(shaped, dims));
    }

    /** The tensor with the axis that is summed over at its end, and normalised over it if the layer says so. */
    private static Value moved(LayerCall call, int index, long axisWritten) {
        Value input = call.ops().as(call.inputs().get(index), ElementType.FLOAT);
        if (input.rank() < 2 || input.rank() > 3) {
            throw call.unsupported("takes tensors of more than 3 dims", "reshape them first");
        }
        int axis = Axes.positive(call, axisWritten, input.rank());
        if (axis == 0) {
            throw call.config().wrong("axes", "axes after the batch");
        }
        Value last = axis == input.rank() - 1
                ? input
                : input.reshaped(
                        call.ops().transpose(input.name(), 0, 2, 1), List.of(input.dim(0), input.dim(2), input.dim(1)));
        if (!call.config().flag("normalize", false)) {
            return last;
        }
        Ops ops = call.ops();
        String squares = ops.reduce("ReduceSum", ops.multiply(last.name(), last.name()), true, last.rank() - 1L);
        String norm = call.graph().node("Sqrt", List.of(call.graph().node("Max", List.of(squares, ops.scalar(1e-12)))));
        return last.renamed(ops.divide(last.name(), norm));
    }
}
