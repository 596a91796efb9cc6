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

/** (x − min) / (max − min) for each column, as scikit-learn's MinMaxScaler to [0, 1] without clipping; in double. */
final class MinMaxScaler extends PlainKind {
    MinMaxScaler() {
        super(new Entry(
                "minMaxScaler",
                "Scales each column so that min becomes 0 and max becomes 1; does not clip.",
                List.of(
                        Option.required("min", OptionType.NUMBERS, "what becomes 0, for each column, or one for all"),
                        Option.required("max", OptionType.NUMBERS, "what becomes 1, for each column, or one for all")),
                List.of(InputPort.required("values", "FLOATING[...]", "columns in the last dim, as [n, k]")),
                List.of(new OutputPort("values", "FLOATING[...]", "the same type, scaled"))));
    }

    @Override
    public Signature signature(Typing typing) {
        double[] min = typing.options().numbers("min");
        double[] max = typing.options().numbers("max");
        if (min.length != max.length) {
            Types.refuse(
                    typing,
                    "max",
                    "'max' has " + max.length + " numbers, but 'min' has " + min.length,
                    "give one min and one max for each column");
        }
        for (int i = 0; i < Math.min(min.length, max.length); i++) {
            if (max[i] <= min[i]) {
                Types.refuse(
                        typing,
                        "max",
                        "max " + (i + 1) + " is " + max[i] + ", but min " + (i + 1) + " is " + min[i],
                        "each max is above its min");
            }
        }
        Columns.check(typing, "min", min.length);
        TensorType type = typing.input("values");
        return Signature.of("values", type, Columns.rows(type, min.length));
    }

    @Override
    public Step open(StepContext context) {
        double[] min = context.options().numbers("min");
        double[] max = context.options().numbers("max");
        return inputs -> {
            Columns.require(inputs[0].shape(), min.length);
            return new Tensor[] {
                Lanes.mapColumns((NumericTensor) inputs[0], min.length, (x, i) -> (x - min[i]) / (max[i] - min[i]))
            };
        };
    }
}
