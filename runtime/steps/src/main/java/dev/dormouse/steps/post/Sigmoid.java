package dev.dormouse.steps.post;

import dev.dormouse.step.InputPort;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.Typing;
import dev.dormouse.steps.kind.Entry;
import dev.dormouse.steps.kind.Lanes;
import dev.dormouse.steps.kind.PlainKind;
import dev.dormouse.steps.kind.Types;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Tensor;
import java.util.List;

/** 1 / (1 + exp(−x)) for each element, in the form that does not overflow; NaN stays NaN. */
final class Sigmoid extends PlainKind {
    Sigmoid() {
        super(new Entry(
                "sigmoid",
                "Turns each score by itself into a probability.",
                List.of(),
                List.of(InputPort.required("values", "FLOATING[...]", "scores (logits)")),
                List.of(new OutputPort("values", "FLOATING[...]", "the same type, probabilities"))));
    }

    @Override
    public Signature signature(Typing typing) {
        return Types.elementwise("values", typing.input("values"));
    }

    @Override
    public Step open(StepContext context) {
        return inputs -> new Tensor[] {Lanes.map((NumericTensor) inputs[0], Sigmoid::of)};
    }

    private static double of(double x) {
        double small = Math.exp(-Math.abs(x));
        return x < 0 ? small / (1 + small) : 1 / (1 + small);
    }
}
