package dev.dormouse.steps.post;

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
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Tensor;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Σ w·x / Σ w over the inputs, element by element, in double: {@code mean} with all w = 1, {@code weighted} with given ones. */
final class Mean extends PlainKind {
    private Mean(Entry entry) {
        super(entry);
    }

    static Mean plain() {
        return new Mean(entry("mean", "Averages the inputs, element by element.", List.of()));
    }

    static Mean weighted() {
        return new Mean(entry(
                "weighted",
                "Averages the inputs by weight, element by element.",
                List.of(Option.required("weights", OptionType.NUMBERS, Weights.DESCRIPTION))));
    }

    private static Entry entry(String name, String summary, List<Option> options) {
        return new Entry(
                name,
                summary,
                options,
                List.of(InputPort.required(
                        "inputs", "FLOATING[...]", "any names; all of one datatype and the same dims")),
                List.of(new OutputPort("values", "FLOATING[...]", "the same type, averaged")));
    }

    @Override
    public boolean acceptsAnyInputs() {
        return true;
    }

    @Override
    public Signature signature(Typing typing) {
        return Weights.signature(typing);
    }

    @Override
    public Step open(StepContext context) {
        double[] weights = Weights.of(context);
        return inputs -> {
            Types.requireSameShapes(context, inputs, -1);
            return new Tensor[] {average(inputs, weights)};
        };
    }

    private static NumericTensor average(Tensor[] inputs, double[] weights) {
        NumericTensor out = NumericTensor.allocate(inputs[0].datatype(), inputs[0].shape());
        double[] sums = new double[out.size()];
        double total = 0;
        for (int i = 0; i < inputs.length; i++) {
            IntToDoubleFunction read = Lanes.reader((NumericTensor) inputs[i]);
            total += weights[i];
            for (int j = 0; j < sums.length; j++) {
                sums[j] += weights[i] * read.applyAsDouble(j);
            }
        }
        Lanes.Writer write = Lanes.writer(out);
        for (int j = 0; j < sums.length; j++) {
            write.set(j, sums[j] / total);
        }
        return out;
    }
}
