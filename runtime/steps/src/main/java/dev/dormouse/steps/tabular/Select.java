package dev.dormouse.steps.tabular;

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
import dev.dormouse.steps.kind.Assembler;
import dev.dormouse.steps.kind.Axis;
import dev.dormouse.steps.kind.Entry;
import dev.dormouse.steps.kind.PlainKind;
import dev.dormouse.steps.kind.Types;
import dev.dormouse.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** Takes positions of one axis in the given order, as {@code numpy.take}; negative ones count from the end. */
final class Select extends PlainKind {
    Select() {
        super(new Entry(
                "select",
                "Takes positions of one axis, in the given order.",
                List.of(
                        Option.required(
                                "indices", OptionType.INTEGERS, "positions from 0, or from -1 counted from the end"),
                        Axis.option("the axis; -1 is the last")),
                List.of(InputPort.required("values", "ANY[...]", "any tensor with that axis")),
                List.of(new OutputPort("values", "ANY[...]", "that axis has one position for each index"))));
    }

    @Override
    public Signature signature(Typing typing) {
        TensorType type = typing.input("values");
        long[] indices = typing.options().integers("indices");
        Optional<Integer> axis = typing.axis("axis", "values");
        if (axis.isEmpty()) {
            return Types.elementwise("values", type);
        }
        if (type.dim(axis.get()) instanceof Dim.Fixed size) {
            for (long index : indices) {
                if (index < -size.size() || index >= size.size()) {
                    Types.refuse(
                            typing,
                            "indices",
                            "index " + index + " does not exist in axis " + axis.get() + " of " + type,
                            "write indices from " + -size.size() + " to " + (size.size() - 1));
                }
            }
        }
        TensorType out = type.withDim(axis.get(), Dim.of(indices.length));
        return Signature.of("values", out, Types.rowsAlong(axis.get()));
    }

    @Override
    public Step open(StepContext context) {
        long[] indices = context.options().integers("indices");
        int axis = Axis.of(context);
        return inputs -> new Tensor[] {select(inputs[0], indices, axis)};
    }

    private static Tensor select(Tensor in, long[] indices, int axisNumber) {
        Axis axis = Axis.of(in.shape(), axisNumber);
        int[] positions = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < -axis.size() || indices[i] >= axis.size()) {
                throw PipelineException.invalidInput("'values' has the shape " + in.shape() + "; its axis " + axisNumber
                        + " has no index " + indices[i]);
            }
            positions[i] = (int) (indices[i] < 0 ? indices[i] + axis.size() : indices[i]);
        }
        Assembler out = Assembler.of(in.datatype(), in.shape().withDim(axisNumber, indices.length));
        for (int outer = 0; outer < axis.outer(); outer++) {
            for (int i = 0; i < positions.length; i++) {
                int from = (outer * axis.size() + positions[i]) * axis.inner();
                out.copy(in, from, (outer * positions.length + i) * axis.inner(), axis.inner());
            }
        }
        return out.tensor();
    }
}
