package dev.dormouse.steps.timeseries;

import dev.dormouse.plan.TensorType;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * x ± z·std, z the normal quantile of (1 + confidence) / 2: where a value lies with that confidence when its error is
 * normal with that standard deviation. In double; NaN stays NaN. OVH's {@code pi}, there with confidence 0.9.
 */
final class PredictionInterval extends PlainKind {
    PredictionInterval() {
        super(new Entry(
                "predictionInterval",
                "Gives the lower and upper bound of a forecast whose error is normally distributed.",
                List.of(
                        Option.required(
                                "std", OptionType.NUMBER, "the standard deviation of the model's residuals, above 0"),
                        Option.withDefault(
                                "confidence",
                                OptionType.NUMBER,
                                0.9,
                                "how often the truth lies inside, between 0 and 1")),
                List.of(InputPort.required("values", "FLOATING[...]", "forecasts")),
                List.of(
                        new OutputPort("lower", "FLOATING[...]", "the same type, x - z * std"),
                        new OutputPort("upper", "FLOATING[...]", "the same type, x + z * std"))));
    }

    @Override
    public Signature signature(Typing typing) {
        double std = typing.options().number("std");
        double confidence = typing.options().number("confidence");
        if (std <= 0) {
            Types.refuse(typing, "std", "'std' is " + std, "a standard deviation is above 0");
        }
        if (confidence <= 0 || confidence >= 1) {
            Types.refuse(typing, "confidence", "'confidence' is " + confidence, "write a number between 0 and 1");
        }
        TensorType type = typing.input("values");
        Map<String, TensorType> outputs = new LinkedHashMap<>();
        outputs.put("lower", type);
        outputs.put("upper", type);
        return new Signature(outputs, Types.elementwiseRows(type));
    }

    @Override
    public Step open(StepContext context) {
        double z = NormalQuantile.of((1 + context.options().number("confidence")) / 2);
        double reach = z * context.options().number("std");
        return inputs -> {
            NumericTensor values = (NumericTensor) inputs[0];
            return Types.pick(
                    context,
                    Map.of("lower", Lanes.map(values, x -> x - reach), "upper", Lanes.map(values, x -> x + reach)));
        };
    }
}
