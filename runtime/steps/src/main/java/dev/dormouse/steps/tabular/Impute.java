package dev.dormouse.steps.tabular;

import dev.dormouse.plan.Options;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Problem;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.Typing;
import dev.dormouse.steps.kind.Columns;
import dev.dormouse.steps.kind.Entry;
import dev.dormouse.steps.kind.Lanes;
import dev.dormouse.steps.kind.PlainKind;
import dev.dormouse.steps.kind.Types;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Tensor;
import java.util.List;

/** Puts a number where NaN is, as scikit-learn's SimpleImputer does with what it learnt. */
final class Impute extends PlainKind {
    Impute() {
        super(new Entry(
                "impute",
                "Puts a number where a value is missing (NaN).",
                List.of(
                        Option.optional("value", OptionType.NUMBER, "the number for every missing value"),
                        Option.optional("values", OptionType.NUMBERS, "instead of it, a number for each column")),
                List.of(InputPort.required("values", "FLOATING[...]", "columns in the last dim, as [n, k]")),
                List.of(new OutputPort("values", "FLOATING[...]", "the same type, without NaN"))));
    }

    @Override
    public Signature signature(Typing typing) {
        Options options = typing.options();
        TensorType type = typing.input("values");
        if (options.has("value") == options.has("values")) {
            typing.problems()
                    .report(
                            options.has("value") ? Problem.Place.option("values") : Problem.Place.STEP,
                            Problem.Rule.OPTION,
                            options.has("value") ? "both 'value' and 'values' are given" : "no number is given",
                            "give 'value' for one number, or 'values' for one number for each column");
            return Types.elementwise("values", type);
        }
        int count = numbers(options).length;
        Columns.check(typing, "values", count);
        return Signature.of("values", type, Columns.rows(type, count));
    }

    private static double[] numbers(Options options) {
        return options.has("value") ? new double[] {options.number("value")} : options.numbers("values");
    }

    @Override
    public Step open(StepContext context) {
        double[] numbers = numbers(context.options());
        return inputs -> {
            Columns.require(inputs[0].shape(), numbers.length);
            return new Tensor[] {
                Lanes.mapColumns((NumericTensor) inputs[0], numbers.length, (x, i) -> Double.isNaN(x) ? numbers[i] : x)
            };
        };
    }
}
