package dev.dormouse.steps.tabular;

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
import dev.dormouse.steps.kind.Lanes;
import dev.dormouse.steps.kind.PlainKind;
import dev.dormouse.steps.kind.Types;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * The number of boundaries at or below each value: bucket i holds boundary(i−1) ≤ x &lt; boundary(i), as
 * {@code numpy.digitize} and Keras' Discretization. A 64-bit integer is compared as a double; NaN is an invalid input.
 */
final class Bucketize extends PlainKind {
    Bucketize() {
        super(new Entry(
                "bucketize",
                "Turns numbers into the index of the interval that they fall into.",
                List.of(Option.required(
                        "boundaries",
                        OptionType.NUMBERS,
                        "ascending; a value equal to a boundary belongs to the interval above it")),
                List.of(InputPort.required("values", "NUMBER[...]", "the numbers")),
                List.of(new OutputPort(
                        "values", "INT64[...]", "0 below the first boundary, up to the number of boundaries"))));
    }

    @Override
    public Signature signature(Typing typing) {
        double[] boundaries = typing.options().numbers("boundaries");
        for (int i = 1; i < boundaries.length; i++) {
            if (boundaries[i] <= boundaries[i - 1]) {
                Types.refuse(
                        typing,
                        "boundaries",
                        "boundary " + (i + 1) + " is " + boundaries[i] + ", not above " + boundaries[i - 1],
                        "write the boundaries in ascending order, each once");
                break;
            }
        }
        return Types.elementwise("values", typing.input("values").withDatatype(Datatype.INT64));
    }

    @Override
    public Step open(StepContext context) {
        double[] boundaries = context.options().numbers("boundaries");
        return inputs -> new Tensor[] {bucketize((NumericTensor) inputs[0], boundaries)};
    }

    private static NumericTensor bucketize(NumericTensor in, double[] boundaries) {
        NumericTensor out = NumericTensor.allocate(Datatype.INT64, in.shape());
        IntToDoubleFunction read = Lanes.reader(in);
        for (int i = 0; i < in.size(); i++) {
            double value = read.applyAsDouble(i) + 0.0;
            if (Double.isNaN(value)) {
                throw PipelineException.invalidInput(
                        "'values' element " + i + " is NaN, which falls into no interval; 'impute' it before");
            }
            int found = Arrays.binarySearch(boundaries, value);
            out.setLong(i, found >= 0 ? found + 1 : -found - 1);
        }
        return out;
    }
}
