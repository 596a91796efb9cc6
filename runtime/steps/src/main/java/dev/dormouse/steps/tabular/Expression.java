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
import dev.dormouse.steps.kind.Entry;
import dev.dormouse.steps.kind.Lanes;
import dev.dormouse.steps.kind.PlainKind;
import dev.dormouse.steps.kind.Types;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;

/**
 * Computes a formula over tensors of one type, element by element, in double precision; IEEE 754 decides about division
 * by zero, infinities and NaN.
 */
final class Expression extends PlainKind {
    private static final String FORMULA = "formula";

    Expression() {
        super(new Entry(
                "expression",
                "Computes a formula over its inputs, element by element.",
                List.of(Option.required(
                        FORMULA,
                        OptionType.TEXT,
                        "names of inputs, numbers, + - * /, comparisons, && || !, and abs, ceil, exp, floor, isnan, log,"
                                + " max, min, pow, round (half to even), sqrt, where(condition, then, else)")),
                List.of(InputPort.required(
                        "inputs", "FLOATING[...]", "any names that the formula uses; all of one type")),
                List.of(new OutputPort(
                        "values", "FLOATING|BOOL[...]", "the same type; BOOL where the formula is a comparison"))));
    }

    @Override
    public boolean acceptsAnyInputs() {
        return true;
    }

    @Override
    public Signature signature(Typing typing) {
        if (!Types.hasInputs(typing)) {
            return new Signature(Map.of(), Signature.Rows.MIXED);
        }
        TensorType common = Types.common(typing, -1);
        try {
            Formula formula = FormulaParser.parse(typing.options().string(FORMULA));
            checkNames(typing, formula.names());
            return Types.elementwise("values", formula.isTruth() ? common.withDatatype(Datatype.BOOL) : common);
        } catch (IllegalArgumentException e) {
            Types.refuse(
                    typing,
                    FORMULA,
                    "the formula cannot be read: " + e.getMessage(),
                    "write it as in 'where(a > 0.5, a * 100, -b)'");
            return Types.elementwise("values", common);
        }
    }

    private static void checkNames(Typing typing, Set<String> used) {
        Set<String> wired = typing.inputs().keySet();
        Set<String> missing = new TreeSet<>(used);
        missing.removeAll(wired);
        if (!missing.isEmpty()) {
            Types.refuse(
                    typing,
                    FORMULA,
                    "the formula reads " + String.join(", ", missing) + ", but the inputs are "
                            + String.join(", ", wired),
                    "wire an input for each name that the formula uses");
        }
        Set<String> unread = new TreeSet<>(wired);
        unread.removeAll(used);
        if (!unread.isEmpty()) {
            Types.refuse(
                    typing,
                    FORMULA,
                    "the formula does not read " + String.join(", ", unread),
                    "leave the input out; in a formula names have letters, digits and '_' only");
        }
    }

    @Override
    public Step open(StepContext context) {
        Formula formula = FormulaParser.parse(context.options().string(FORMULA));
        return inputs -> {
            Types.requireSameShapes(context, inputs, -1);
            Map<String, IntToDoubleFunction> elements = new HashMap<>();
            for (int i = 0; i < inputs.length; i++) {
                elements.put(context.inputs().get(i).port(), Lanes.reader((NumericTensor) inputs[i]));
            }
            Datatype datatype = formula.isTruth() ? Datatype.BOOL : inputs[0].datatype();
            NumericTensor out = NumericTensor.allocate(datatype, inputs[0].shape());
            IntToDoubleFunction values = formula.program().over(elements);
            Lanes.Writer writer = Lanes.writer(out);
            for (int i = 0; i < out.size(); i++) {
                writer.set(i, values.applyAsDouble(i));
            }
            return new Tensor[] {out};
        };
    }
}
