package dev.dormouse.steps.post;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.Typing;
import dev.dormouse.steps.kind.Entry;
import dev.dormouse.steps.kind.PlainKind;
import dev.dormouse.steps.kind.Types;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.List;

/** One of two texts for each number: at or above the threshold, or below. NaN is neither, so it is a failure. */
final class Threshold extends PlainKind {
    Threshold() {
        super(new Entry(
                "threshold",
                "Gives one of two texts for each number: at or above a threshold, or below it.",
                List.of(
                        Option.required("at", OptionType.NUMBER, "the threshold"),
                        Option.required("above", OptionType.TEXT, "the text for numbers at or above it"),
                        Option.required("below", OptionType.TEXT, "the text for numbers below it")),
                List.of(InputPort.required("values", "NUMBER[...]", "the numbers, as [n]")),
                List.of(new OutputPort("label", "STRING[...]", "one of the two texts for each number"))));
    }

    @Override
    public Signature signature(Typing typing) {
        return Types.elementwise("label", typing.input("values").withDatatype(Datatype.STRING));
    }

    @Override
    public Step open(StepContext context) {
        double given = context.options().number("at");
        Datatype datatype = context.inputs().get(0).type().datatype();
        double at = datatype.isFloating() ? rounded(given, datatype) : given;
        String above = context.options().string("above");
        String below = context.options().string("below");
        return inputs -> {
            NumericTensor values = (NumericTensor) inputs[0];
            String[] labels = new String[values.size()];
            for (int i = 0; i < labels.length; i++) {
                double value = values.getDouble(i);
                if (Double.isNaN(value)) {
                    throw PipelineException.invalidInput("'values' element " + i + " is NaN, neither above nor below");
                }
                labels[i] = value >= at ? above : below;
            }
            return new Tensor[] {new TextTensor(values.shape(), labels)};
        };
    }

    /** The threshold as the datatype holds it, so that 0.1 is at 0.1 in FP32 too. */
    private static double rounded(double value, Datatype datatype) {
        NumericTensor one = NumericTensor.allocate(datatype, Shape.SCALAR);
        one.setDouble(0, value);
        return one.getDouble(0);
    }
}
