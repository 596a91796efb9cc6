package dev.dormouse.steps.tabular;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.InputPort;
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
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Joins tensors along an axis that they have, in the order of wiring, as {@code numpy.concatenate}. */
final class Concat extends PlainKind {
    Concat() {
        super(new Entry(
                "concat",
                "Joins tensors along one of their axes, in the order in which they are wired.",
                List.of(Axis.option("the axis along which they are joined; -1 is the last")),
                List.of(InputPort.required(
                        "inputs", "ANY[...]", "any names; same datatype, same dims but for the axis")),
                List.of(new OutputPort("values", "ANY[...]", "the axis is as long as those of the inputs together"))));
    }

    @Override
    public boolean acceptsAnyInputs() {
        return true;
    }

    @Override
    public Signature signature(Typing typing) {
        if (!Types.hasInputs(typing)) {
            return new Signature(Map.of(), Signature.Rows.MIXED);
        }
        String first = typing.inputs().keySet().iterator().next();
        Optional<Integer> axis = typing.axis("axis", first);
        TensorType common = Types.common(typing, axis.orElse(-1));
        if (axis.isEmpty()) {
            return Signature.of("values", common, Signature.Rows.MIXED);
        }
        TensorType out = common.withDim(axis.get(), sum(typing, axis.get(), common.rank()));
        return Signature.of("values", out, Types.rowsAlong(axis.get()));
    }

    private static Dim sum(Typing typing, int axis, int rank) {
        List<Dim> dims = typing.inputs().values().stream()
                .filter(type -> type.rank() == rank)
                .map(type -> type.dim(axis))
                .toList();
        if (dims.size() == 1) {
            return dims.get(0);
        }
        long sum = 0;
        for (Dim dim : dims) {
            if (!(dim instanceof Dim.Fixed fixed)) {
                return dims.contains(Dim.UNKNOWN) ? Dim.UNKNOWN : typing.newDim("joined");
            }
            sum += fixed.size();
        }
        return Dim.of(sum);
    }

    @Override
    public Step open(StepContext context) {
        int axis = Axis.of(context);
        return inputs -> {
            Types.requireSameShapes(context, inputs, axis);
            return new Tensor[] {join(inputs, axis)};
        };
    }

    private static Tensor join(Tensor[] inputs, int axisNumber) {
        long size = 0;
        for (Tensor input : inputs) {
            size += input.shape().dim(axisNumber);
        }
        Shape shape = inputs[0].shape().withDim(axisNumber, size);
        Assembler out = Assembler.of(inputs[0].datatype(), shape);
        Axis whole = Axis.of(shape, axisNumber);
        int offset = 0;
        for (Tensor input : inputs) {
            int run = input.shape().intDim(axisNumber) * whole.inner();
            for (int outer = 0; outer < whole.outer(); outer++) {
                out.copy(input, outer * run, outer * whole.size() * whole.inner() + offset, run);
            }
            offset += run;
        }
        return out.tensor();
    }
}
