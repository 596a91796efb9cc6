package dev.dormouse.steps.post;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.Typing;
import dev.dormouse.steps.kind.Axis;
import dev.dormouse.steps.kind.Entry;
import dev.dormouse.steps.kind.Lanes;
import dev.dormouse.steps.kind.PlainKind;
import dev.dormouse.steps.kind.Types;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/**
 * The k largest elements along an axis, largest first, and their positions; of equals the first comes first, NaN is the
 * largest. As ONNX' TopK.
 */
final class TopK extends PlainKind {
    TopK() {
        super(new Entry(
                "topK",
                "Gives the k largest numbers along an axis and where they stand, largest first.",
                List.of(
                        Option.required("k", OptionType.integer(1, Integer.MAX_VALUE), "how many"),
                        Axis.option("the axis; -1 is the last")),
                List.of(InputPort.required("values", "NUMBER[...]", "numbers; 64-bit integers are compared exactly")),
                List.of(
                        new OutputPort("values", "NUMBER[...]", "the k largest; the axis has k positions"),
                        new OutputPort("indices", "INT64[...]", "their positions in the axis, from 0"))));
    }

    @Override
    public Signature signature(Typing typing) {
        TensorType type = typing.input("values");
        long k = typing.options().integer("k");
        Optional<Integer> axis = typing.axis("axis", "values");
        if (axis.isPresent() && type.dim(axis.get()) instanceof Dim.Fixed size && size.size() < k) {
            Types.refuse(
                    typing,
                    "k",
                    "axis " + axis.get() + " of " + type + " has fewer than " + k + " elements",
                    "write a k from 1 to " + size.size());
        }
        TensorType values = axis.isPresent() ? type.withDim(axis.get(), Dim.of(k)) : type;
        Map<String, TensorType> outputs = new LinkedHashMap<>();
        outputs.put("values", values);
        outputs.put("indices", values.withDatatype(Datatype.INT64));
        return new Signature(outputs, Types.rowsAlong(axis.orElse(0)));
    }

    @Override
    public Step open(StepContext context) {
        int k = context.options().integer("k");
        int axis = Axis.of(context);
        return inputs -> Types.pick(context, largest((NumericTensor) inputs[0], k, axis));
    }

    private static Map<String, Tensor> largest(NumericTensor in, int k, int axisNumber) {
        Axis axis = Axis.of(in.shape(), axisNumber);
        if (axis.size() < k) {
            throw PipelineException.invalidInput("'values' has the shape " + in.shape() + "; its axis " + axisNumber
                    + " must have at least " + k + " elements");
        }
        Shape shape = in.shape().withDim(axisNumber, k);
        NumericTensor values = NumericTensor.allocate(in.datatype(), shape);
        NumericTensor indices = NumericTensor.allocate(Datatype.INT64, shape);
        IntToLongFunction keys = Lanes.sortKeys(in);
        long[] bestKeys = new long[k];
        int[] best = new int[k];
        Axis kept = Axis.of(shape, axisNumber);
        for (int lane = 0; lane < axis.lanes(); lane++) {
            int from = axis.start(lane);
            int to = kept.start(lane);
            choose(keys, from, axis, bestKeys, best);
            for (int i = 0; i < k; i++) {
                copy(in, from + best[i] * axis.inner(), values, to + i * axis.inner());
                indices.setLong(to + i * axis.inner(), best[i]);
            }
        }
        return Map.of("values", values, "indices", indices);
    }

    /** Insertion into the k best so far: k is small against the axis in practice. */
    private static void choose(IntToLongFunction keys, int start, Axis axis, long[] bestKeys, int[] best) {
        int k = best.length;
        int count = 0;
        for (int i = 0; i < axis.size(); i++) {
            long key = keys.applyAsLong(start + i * axis.inner());
            if (count == k && key <= bestKeys[k - 1]) {
                continue;
            }
            int place = count < k ? count++ : k - 1;
            while (place > 0 && bestKeys[place - 1] < key) {
                bestKeys[place] = bestKeys[place - 1];
                best[place] = best[place - 1];
                place--;
            }
            bestKeys[place] = key;
            best[place] = i;
        }
    }

    private static void copy(NumericTensor from, int fromIndex, NumericTensor to, int toIndex) {
        if (from.datatype().isFloating()) {
            to.setDouble(toIndex, from.getDouble(fromIndex));
        } else {
            to.setLong(toIndex, from.getLong(fromIndex));
        }
    }
}
