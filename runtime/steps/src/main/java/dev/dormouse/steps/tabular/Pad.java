package dev.dormouse.steps.tabular;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.Options;
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
import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Lengthens one axis at its end with a constant; what is longer than that is an invalid input. */
final class Pad extends PlainKind {
    Pad() {
        super(new Entry(
                "pad",
                "Lengthens one axis at its end to a fixed size.",
                List.of(
                        Option.required("to", OptionType.integer(1, Integer.MAX_VALUE), "how long the axis becomes"),
                        Axis.option("the axis; -1 is the last"),
                        Option.optional(
                                "value", OptionType.SCALAR, "what is put there; 0, false or an empty text if absent")),
                List.of(InputPort.required("values", "ANY[...]", "any tensor with that axis")),
                List.of(new OutputPort("values", "ANY[...]", "that axis is as long as 'to' says"))));
    }

    @Override
    public Signature signature(Typing typing) {
        TensorType type = typing.input("values");
        long to = typing.options().integer("to");
        if (fill(typing.options(), type.datatype()).isEmpty()) {
            Types.refuse(
                    typing,
                    "value",
                    "'value' is no " + type.datatype() + " value: "
                            + typing.options().get("value"),
                    "give a value of the datatype of 'values'");
        }
        Optional<Integer> axis = typing.axis("axis", "values");
        if (axis.isEmpty()) {
            return Types.elementwise("values", type);
        }
        if (type.dim(axis.get()) instanceof Dim.Fixed size && size.size() > to) {
            Types.refuse(
                    typing,
                    "to",
                    "axis " + axis.get() + " of " + type + " is longer than " + to,
                    "'pad' only lengthens; 'select' shortens");
        }
        return Signature.of("values", type.withDim(axis.get(), Dim.of(to)), Types.rowsAlong(axis.get()));
    }

    /** The option's value as a tensor of one element, or empty when it is not of the datatype. */
    private static Optional<Tensor> fill(Options options, Datatype datatype) {
        Object value = options.values().get("value");
        if (datatype.isVariableLength()) {
            String text = value == null ? "" : value instanceof String given ? given : null;
            if (text == null) {
                return Optional.empty();
            }
            return Optional.of(
                    datatype == Datatype.STRING
                            ? TextTensor.of(text)
                            : BytesTensor.of(text.getBytes(StandardCharsets.UTF_8)));
        }
        NumericTensor one = NumericTensor.allocate(datatype, Shape.of(1));
        if (value == null) {
            return Optional.of(one);
        }
        if (datatype == Datatype.BOOL) {
            one.setLong(0, Boolean.TRUE.equals(value) ? 1 : 0);
            return value instanceof Boolean ? Optional.of(one) : Optional.empty();
        }
        if (!(value instanceof Number number)) {
            return Optional.empty();
        }
        if (datatype.isFloating()) {
            one.setDouble(0, number.doubleValue());
            return Optional.of(one);
        }
        one.setLong(0, number.longValue());
        return one.getLong(0) == number.doubleValue() ? Optional.of(one) : Optional.empty();
    }

    @Override
    public Step open(StepContext context) {
        int to = context.options().integer("to");
        int axis = Axis.of(context);
        Tensor fill = fill(context.options(), context.inputs().get(0).type().datatype())
                .orElseThrow(() -> new IllegalArgumentException("'value' is not of the datatype of 'values'"));
        return inputs -> new Tensor[] {pad(inputs[0], axis, to, fill)};
    }

    private static Tensor pad(Tensor in, int axisNumber, int to, Tensor fill) {
        Axis axis = Axis.of(in.shape(), axisNumber);
        if (axis.size() > to) {
            throw PipelineException.invalidInput("'values' has the shape " + in.shape() + "; its axis " + axisNumber
                    + " must not be longer than " + to);
        }
        Assembler out = Assembler.of(in.datatype(), in.shape().withDim(axisNumber, to));
        int run = axis.size() * axis.inner();
        int whole = to * axis.inner();
        for (int outer = 0; outer < axis.outer(); outer++) {
            out.copy(in, outer * run, outer * whole, run);
            for (int i = run; i < whole; i++) {
                out.copy(fill, 0, outer * whole + i, 1);
            }
        }
        return out.tensor();
    }
}
