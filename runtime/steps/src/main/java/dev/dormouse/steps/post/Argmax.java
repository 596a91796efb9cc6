package dev.dormouse.steps.post;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.InputPort;
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
import dev.dormouse.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/** The position of the largest element along an axis; the first one of equals, and NaN is the largest, as in numpy. */
final class Argmax extends PlainKind {
    Argmax() {
        super(new Entry(
                "argmax",
                "Gives the position of the largest number along an axis.",
                List.of(Axis.option("the axis, which the result does not have; -1 is the last")),
                List.of(InputPort.required("values", "NUMBER[...]", "numbers; 64-bit integers are compared exactly")),
                List.of(new OutputPort("indices", "INT64[...]", "the dims without the axis; the first of equals"))));
    }

    @Override
    public Signature signature(Typing typing) {
        TensorType type = typing.input("values").withDatatype(Datatype.INT64);
        Optional<Integer> axis = typing.axis("axis", "values");
        return axis.isEmpty()
                ? Types.elementwise("indices", type)
                : Signature.of("indices", Types.without(type, axis.get()), Types.rowsAlong(axis.get()));
    }

    @Override
    public Step open(StepContext context) {
        int axis = Axis.of(context);
        return inputs -> new Tensor[] {argmax((NumericTensor) inputs[0], axis)};
    }

    private static NumericTensor argmax(NumericTensor in, int axisNumber) {
        Axis axis = Axis.of(in.shape(), axisNumber);
        if (axis.size() == 0) {
            throw PipelineException.invalidInput("'values' has the shape " + in.shape() + "; its axis " + axisNumber
                    + " is empty and has no largest element");
        }
        NumericTensor out = NumericTensor.allocate(Datatype.INT64, in.shape().remove(axisNumber));
        IntToLongFunction keys = Lanes.sortKeys(in);
        for (int lane = 0; lane < axis.lanes(); lane++) {
            int start = axis.start(lane);
            int best = 0;
            long bestKey = keys.applyAsLong(start);
            for (int i = 1; i < axis.size(); i++) {
                long key = keys.applyAsLong(start + i * axis.inner());
                if (key > bestKey) {
                    best = i;
                    bestKey = key;
                }
            }
            out.setLong(lane, best);
        }
        return out;
    }
}
