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

/**
 * exp(x) / Σ exp(x) along an axis, with the maximum taken off first so that nothing overflows; in double. A NaN makes
 * its whole lane NaN, and so does +∞ or a lane of −∞ only, as in SciPy and PyTorch.
 */
final class Softmax extends PlainKind {
    Softmax() {
        super(new Entry(
                "softmax",
                "Turns scores into probabilities that add up to 1 along an axis.",
                List.of(Axis.option("the axis of the classes; -1 is the last")),
                List.of(InputPort.required("values", "FLOATING[...]", "scores (logits)")),
                List.of(new OutputPort("values", "FLOATING[...]", "the same type, probabilities"))));
    }

    @Override
    public Signature signature(Typing typing) {
        int axis = typing.axis("axis", "values").orElse(0);
        return Signature.of("values", typing.input("values"), Types.rowsAlong(axis));
    }

    @Override
    public Step open(StepContext context) {
        int axis = Axis.of(context);
        return inputs -> new Tensor[] {Lanes.mapLanes((NumericTensor) inputs[0], axis, Softmax::inPlace)};
    }

    /** Replaces scores by their probabilities. */
    static void inPlace(double[] scores) {
        double max = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            max = Math.max(max, score);
        }
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Math.exp(scores[i] - max);
            sum += scores[i];
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] /= sum;
        }
    }
}
