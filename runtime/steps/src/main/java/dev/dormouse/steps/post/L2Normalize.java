package dev.dormouse.steps.post;

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
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Tensor;
import java.util.List;

/** x / ‖x‖₂ along an axis, so that a dot product is a cosine; a lane of zeros stays zeros. In double, without overflow. */
final class L2Normalize extends PlainKind {
    L2Normalize() {
        super(new Entry(
                "l2Normalize",
                "Scales vectors to length 1.",
                List.of(Axis.option("the axis of the vectors; -1 is the last")),
                List.of(InputPort.required("values", "FLOATING[...]", "vectors")),
                List.of(new OutputPort("values", "FLOATING[...]", "the same type, of length 1"))));
    }

    @Override
    public Signature signature(Typing typing) {
        int axis = typing.axis("axis", "values").orElse(0);
        return Signature.of("values", typing.input("values"), Types.rowsAlong(axis));
    }

    @Override
    public Step open(StepContext context) {
        int axis = Axis.of(context);
        return inputs -> new Tensor[] {Lanes.mapLanes((NumericTensor) inputs[0], axis, L2Normalize::inPlace)};
    }

    private static void inPlace(double[] vector) {
        double max = 0;
        for (double value : vector) {
            max = Math.max(max, Math.abs(value));
        }
        if (max == 0) {
            return;
        }
        double sum = 0;
        for (double value : vector) {
            sum += (value / max) * (value / max);
        }
        double root = Math.sqrt(sum);
        for (int i = 0; i < vector.length; i++) {
            vector[i] = vector[i] / max / root;
        }
    }
}
