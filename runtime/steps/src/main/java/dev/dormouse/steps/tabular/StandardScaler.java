package dev.dormouse.steps.tabular;

import dev.dormouse.plan.TensorType;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
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

/** (x − mean) / std for each column, as scikit-learn's StandardScaler; computed in double, NaN stays NaN. */
final class StandardScaler extends PlainKind {
    StandardScaler() {
        super(new Entry(
                "standardScaler",
                "Scales each column to (x - mean) / std.",
                List.of(
                        Option.required("mean", OptionType.NUMBERS, "a mean for each column, or one for all"),
                        Option.required(
                                "std", OptionType.NUMBERS, "a standard deviation for each column, or one for all")),
                List.of(InputPort.required("values", "FLOATING[...]", "columns in the last dim, as [n, k]")),
                List.of(new OutputPort("values", "FLOATING[...]", "the same type, scaled"))));
    }

    @Override
    public Signature signature(Typing typing) {
        double[] mean = typing.options().numbers("mean");
        double[] std = typing.options().numbers("std");
        if (mean.length != std.length) {
            Types.refuse(
                    typing,
                    "std",
                    "'std' has " + std.length + " numbers, but 'mean' has " + mean.length,
                    "give one mean and one std for each column");
        }
        for (int i = 0; i < std.length; i++) {
            if (std[i] <= 0) {
                Types.refuse(
                        typing,
                        "std",
                        "standard deviation " + (i + 1) + " is " + std[i],
                        "a standard deviation is above 0; for a constant column write 1");
            }
        }
        Columns.check(typing, "mean", mean.length);
        TensorType type = typing.input("values");
        return Signature.of("values", type, Columns.rows(type, mean.length));
    }

    @Override
    public Step open(StepContext context) {
        double[] mean = context.options().numbers("mean");
        double[] std = context.options().numbers("std");
        return inputs -> {
            Columns.require(inputs[0].shape(), mean.length);
            return new Tensor[] {
                Lanes.mapColumns((NumericTensor) inputs[0], mean.length, (x, i) -> (x - mean[i]) / std[i])
            };
        };
    }
}
