package dev.dormouse.steps.post;

import dev.dormouse.step.Branch;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.Gaps;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.JoinStep;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.Typing;
import dev.dormouse.steps.kind.Entry;
import dev.dormouse.steps.kind.Joint;
import dev.dormouse.steps.kind.Lanes;
import dev.dormouse.steps.kind.PlainKind;
import dev.dormouse.steps.kind.Types;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Tensor;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Σ w·x / Σ w over the inputs, element by element, in double, over those that have the row: {@code mean} with all w = 1, {@code weighted} with given ones. */
final class Mean extends PlainKind {
    private Mean(Entry entry) {
        super(entry);
    }

    static Mean plain() {
        return new Mean(entry(
                "mean", "Averages the inputs, element by element; of branches those that have the row.", List.of()));
    }

    static Mean weighted() {
        return new Mean(entry(
                "weighted",
                "Averages the inputs by weight, element by element: Σ w·x / Σ w over those that have the row.",
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
    public Gaps gaps(Declaration declaration) {
        return Gaps.JOIN;
    }

    @Override
    public Step open(StepContext context) {
        return new Average(context, Weights.of(context));
    }

    /** The opened step. */
    private record Average(StepContext context, double[] weights) implements JoinStep {
        @Override
        public Tensor[] run(Tensor[] inputs) {
            Types.requireSameShapes(context, inputs, -1);
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
            return new Tensor[] {out};
        }

        @Override
        public Tensor[] join(Branch[] inputs, int rows) {
            Joint joint = Joint.of(context, inputs, rows);
            NumericTensor out = NumericTensor.allocate(joint.datatype(context), joint.shape());
            IntToDoubleFunction[] read = new IntToDoubleFunction[inputs.length];
            for (int i = 0; i < inputs.length; i++) {
                read[i] = inputs[i].isThere() ? Lanes.reader((NumericTensor) inputs[i].tensor()) : index -> 0;
            }
            Lanes.Writer write = Lanes.writer(out);
            for (int j = 0; j < out.size(); j++) {
                write.set(j, average(joint, read, j));
            }
            return new Tensor[] {out};
        }

        /** Over the inputs that have the element; where all of those weigh 0, they count alike. */
        private double average(Joint joint, IntToDoubleFunction[] read, int index) {
            double sum = 0;
            double total = 0;
            double plain = 0;
            int count = 0;
            for (int i = 0; i < read.length; i++) {
                int element = joint.element(i, index);
                if (element >= 0) {
                    double value = read[i].applyAsDouble(element);
                    sum += weights[i] * value;
                    total += weights[i];
                    plain += value;
                    count++;
                }
            }
            return total > 0 ? sum / total : plain / count;
        }
    }
}
