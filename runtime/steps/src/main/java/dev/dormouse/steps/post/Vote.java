package dev.dormouse.steps.post;

import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.Typing;
import dev.dormouse.steps.kind.Assembler;
import dev.dormouse.steps.kind.Entry;
import dev.dormouse.steps.kind.PlainKind;
import dev.dormouse.steps.kind.Types;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The value that most inputs have, element by element; of equals the one that the earlier-wired input has. */
final class Vote extends PlainKind {
    Vote() {
        super(new Entry(
                "vote",
                "Gives the value that most inputs agree on, element by element.",
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
    public Step open(StepContext context) {
        double[] weights = Weights.of(context);
        return inputs -> {
            Types.requireSameShapes(context, inputs, -1);
            Assembler out = Assembler.of(inputs[0].datatype(), inputs[0].shape());
            int count = Math.toIntExact(inputs[0].shape().elementCount());
            for (int i = 0; i < count; i++) {
                out.copy(inputs[winner(inputs, weights, i)], i, i, 1);
            }
            return new Tensor[] {out.tensor()};
        };
    }

    /** The first input that has the value with the greatest weight. */
    private static int winner(Tensor[] inputs, double[] weights, int index) {
        Map<Object, Double> votes = new LinkedHashMap<>();
        for (int i = 0; i < inputs.length; i++) {
            votes.merge(value(inputs[i], index), weights[i], Double::sum);
        }
        int winner = 0;
        double most = -1;
        for (int i = 0; i < inputs.length; i++) {
            double weight = votes.getOrDefault(value(inputs[i], index), 0.0);
            if (weight > most) {
                most = weight;
                winner = i;
            }
        }
        return winner;
    }

    private static Object value(Tensor tensor, int index) {
        return tensor instanceof TextTensor texts ? texts.get(index) : (Object) ((NumericTensor) tensor).getLong(index);
    }
}
