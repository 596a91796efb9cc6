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
import dev.dormouse.steps.kind.Assembler;
import dev.dormouse.steps.kind.Entry;
import dev.dormouse.steps.kind.Joint;
import dev.dormouse.steps.kind.PlainKind;
import dev.dormouse.steps.kind.Types;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The value that most inputs have, element by element; of equals the one that the earlier-wired input has. */
final class Vote extends PlainKind {
    Vote() {
        super(new Entry(
                "vote",
                "Gives the value that most inputs agree on, element by element; of branches those that have the row.",
                List.of(Option.optional("weights", OptionType.NUMBERS, Weights.DESCRIPTION)),
                List.of(InputPort.required(
                        "inputs", "STRING|BOOL|INTEGER[...]", "any names; all of one datatype and the same dims")),
                List.of(new OutputPort(
                        "values",
                        "STRING|BOOL|INTEGER[...]",
                        "the same type; a tie goes to the earlier-wired input"))));
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
        return new Ballot(context, Weights.of(context));
    }

    /** The opened step. */
    private record Ballot(StepContext context, double[] weights) implements JoinStep {
        @Override
        public Tensor[] run(Tensor[] inputs) {
            Types.requireSameShapes(context, inputs, -1);
            int count = Math.toIntExact(inputs[0].shape().elementCount());
            Assembler out = Assembler.of(inputs[0].datatype(), inputs[0].shape());
            for (int i = 0; i < count; i++) {
                @Nullable Object[] values = new Object[inputs.length];
                for (int j = 0; j < inputs.length; j++) {
                    values[j] = value(inputs[j], i);
                }
                out.copy(inputs[winner(values)], i, i, 1);
            }
            return new Tensor[] {out.tensor()};
        }

        @Override
        public Tensor[] join(Branch[] inputs, int rows) {
            Joint joint = Joint.of(context, inputs, rows);
            Assembler out = Assembler.of(joint.datatype(context), joint.shape());
            for (int i = 0; i < joint.size(); i++) {
                @Nullable Object[] values = new Object[inputs.length];
                for (int j = 0; j < inputs.length; j++) {
                    int element = joint.element(j, i);
                    values[j] = element < 0 ? null : value(inputs[j].tensor(), element);
                }
                int winner = winner(values);
                out.copy(inputs[winner].tensor(), joint.element(winner, i), i, 1);
            }
            return new Tensor[] {out.tensor()};
        }

        /** The first input that has the value with the greatest weight; null stands where there is none. */
        private int winner(@Nullable Object[] values) {
            Map<Object, Double> votes = new LinkedHashMap<>();
            for (int i = 0; i < values.length; i++) {
                if (values[i] != null) {
                    votes.merge(values[i], weights[i], Double::sum);
                }
            }
            int winner = 0;
            double most = -1;
            for (int i = 0; i < values.length; i++) {
                double weight = values[i] == null ? -1 : votes.getOrDefault(values[i], 0.0);
                if (weight > most) {
                    most = weight;
                    winner = i;
                }
            }
            return winner;
        }
    }

    private static Object value(Tensor tensor, int index) {
        return tensor instanceof TextTensor texts ? texts.get(index) : (Object) ((NumericTensor) tensor).getLong(index);
    }
}
