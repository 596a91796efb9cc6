package dev.dormouse.steps.tabular;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Problem;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts tensors of one shape side by side along a new axis, in the order of wiring, as {@code numpy.stack}. */
final class Stack extends PlainKind {
    Stack() {
        super(new Entry(
                "stack",
                "Puts tensors of one type side by side along a new axis, in the order in which they are wired.",
                List.of(Axis.option("where the new axis stands in the result; -1 is last, so [n] becomes [n, k]")),
                List.of(InputPort.required("inputs", "ANY[...]", "any names; all of one datatype and the same dims")),
                List.of(new OutputPort("values", "ANY[...]", "one dim more, as long as there are inputs"))));
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
        TensorType common = Types.common(typing, -1);
        int rank = common.rank() + 1;
        int axis = typing.options().integer("axis");
        if (axis < -rank || axis >= rank) {
            typing.problems()
                    .report(
                            Problem.Place.option("axis"),
                            Problem.Rule.AXIS,
                            "axis " + axis + " does not exist in the result, which has " + rank + " dims",
                            "write an axis from " + -rank + " to " + (rank - 1));
            return Signature.of("values", common, Signature.Rows.MIXED);
        }
        axis = axis < 0 ? axis + rank : axis;
        List<Dim> dims = new ArrayList<>(common.dims());
        dims.add(axis, Dim.of(typing.inputs().size()));
        return Signature.of("values", new TensorType(common.datatype(), dims), Types.rowsAlong(axis));
    }

    @Override
    public Step open(StepContext context) {
        int option = context.options().integer("axis");
        int axis = option < 0 ? option + context.inputs().get(0).type().rank() + 1 : option;
        return inputs -> {
            Types.requireSameShapes(context, inputs, -1);
            Shape shape = inputs[0].shape().insert(axis, inputs.length);
            Assembler out = Assembler.of(inputs[0].datatype(), shape);
            Axis whole = Axis.of(shape, axis);
            for (int i = 0; i < inputs.length; i++) {
                for (int outer = 0; outer < whole.outer(); outer++) {
                    int to = (outer * inputs.length + i) * whole.inner();
                    out.copy(inputs[i], outer * whole.inner(), to, whole.inner());
                }
            }
            return new Tensor[] {out.tensor()};
        };
    }
}
