package dev.dormouse.steps.tabular;

import dev.dormouse.formula.Formula;
import dev.dormouse.formula.FormulaParser;
import dev.dormouse.formula.FormulaProgram;
import dev.dormouse.formula.FormulaType;
import dev.dormouse.formula.FormulaTyping;
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
                        "names of inputs, numbers, + - * /, comparisons, && || ! (or: and, or, not), name[i] for an"
                                + " element of the last axis, and abs, ceil, exp, floor, isnan, log, max, min, pow,"
                                + " round (half to even), sqrt, where(condition, then, else), any, all")),
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
            Formula formula = FormulaParser.ofNames(typing.options().string(FORMULA));
            Set<String> names = names(formula);
            FormulaType type = FormulaTyping.of(formula, types(typing, names));
            checkNames(typing, names);
            Datatype datatype = datatype(type, common.datatype());
            TensorType values = new TensorType(datatype, type.dims());
            return formula.looksAtAll()
                    ? Signature.of("values", values, Signature.Rows.MIXED)
                    : Types.elementwise("values", values);
        } catch (IllegalArgumentException e) {
            Types.refuse(
                    typing,
                    FORMULA,
                    "the formula cannot be read: " + e.getMessage(),
                    "write it as in 'where(a > 0.5, a * 100, -b)'");
            return Types.elementwise("values", common);
        }
    }

    private static Set<String> names(Formula formula) {
        Set<String> names = new TreeSet<>();
        formula.references().forEach(reference -> names.add(reference.name()));
        return names;
    }

    /** What is not wired has a complaint of its own, and until then the type of the first input. */
    private static Map<String, TensorType> types(Typing typing, Set<String> names) {
        Map<String, TensorType> types = new HashMap<>(typing.inputs());
        TensorType first = typing.inputs().values().iterator().next();
        names.forEach(name -> types.putIfAbsent(name, first));
        return types;
    }

    private static Datatype datatype(FormulaType type, Datatype inputs) {
        if (type.kind() == FormulaType.Kind.TEXT) {
            throw new IllegalArgumentException("it gives a text");
        }
        return type.isTruth() ? Datatype.BOOL : inputs;
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
        Formula formula = FormulaParser.ofNames(context.options().string(FORMULA));
        Datatype datatype = context.outputs().get(0).type().datatype();
        return inputs -> {
            Types.requireSameShapes(context, inputs, -1);
            Map<String, Tensor> tensors = new HashMap<>();
            for (int i = 0; i < inputs.length; i++) {
                tensors.put(context.inputs().get(i).port(), inputs[i]);
            }
            FormulaProgram.Column values = FormulaProgram.over(formula, tensors);
            NumericTensor out = NumericTensor.allocate(datatype, values.shape());
            Lanes.Writer writer = Lanes.writer(out);
            for (int i = 0; i < out.size(); i++) {
                writer.set(i, values.numbers().applyAsDouble(i));
            }
            return new Tensor[] {out};
        };
    }
}
