package dev.dormouse.formula;

import dev.dormouse.formula.FormulaType.Kind;
import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.Datatype;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Works out what a formula gives, and refuses parts that do not fit. Equal dims go together, and a scalar with any. */
public final class FormulaTyping {
    private final Map<String, TensorType> types;

    private FormulaTyping(Map<String, TensorType> types) {
        this.types = types;
    }

    /**
     * The formula's type.
     *
     * @param types of every reference, by {@link Formula.Reference#name}
     * @throws FormulaException if a part does not fit
     */
    public static FormulaType of(Formula formula, Map<String, TensorType> types) {
        return new FormulaTyping(types).type(formula);
    }

    private FormulaType type(Formula formula) {
        if (formula instanceof Formula.Constant constant) {
            Kind kind = constant.value() instanceof String
                    ? Kind.TEXT
                    : constant.value() instanceof Boolean ? Kind.TRUTH : Kind.NUMBER;
            return new FormulaType(kind, List.of());
        }
        return formula instanceof Formula.Reference reference ? type(reference) : type((Formula.Call) formula);
    }

    private FormulaType type(Formula.Reference reference) {
        TensorType type = types.get(reference.name());
        if (type == null) {
            throw new FormulaException("there is nothing named '" + reference.name() + "'", reference.part());
        }
        if (type.datatype() == Datatype.BYTES) {
            throw new FormulaException(
                    "'" + reference.name() + "' is " + type + ", and BYTES cannot be compared", reference.part());
        }
        int kept = type.rank() - reference.subscripts().size();
        if (kept < 0) {
            throw new FormulaException(
                    "'" + reference.name() + "' is " + type + ", which has fewer dims than there are subscripts",
                    reference.part());
        }
        for (int i = kept; i < type.rank(); i++) {
            requireElement(reference, type, i, reference.subscripts().get(i - kept));
        }
        Kind kind = type.datatype() == Datatype.STRING
                ? Kind.TEXT
                : type.datatype() == Datatype.BOOL ? Kind.TRUTH : Kind.NUMBER;
        return new FormulaType(kind, type.dims().subList(0, kept));
    }

    private static void requireElement(Formula.Reference reference, TensorType type, int axis, int subscript) {
        Dim dim = type.dim(axis);
        boolean inside = dim instanceof Dim.Fixed fixed && subscript < fixed.size() && subscript >= -fixed.size();
        if (!inside && !(dim instanceof Dim.Unknown)) {
            throw new FormulaException(
                    "'" + reference.name() + "' is " + type + ": dim " + (axis + 1)
                            + (dim instanceof Dim.Fixed
                                    ? " has no element " + subscript
                                    : " is of no fixed size, so an element may not be there"),
                    reference.part());
        }
    }

    private FormulaType type(Formula.Call call) {
        String function = call.function();
        boolean isUnarySign = call.arguments().size() == 1 && (function.equals("!") || function.equals("-"));
        if (FormulaFunctions.TRUTHS.containsKey(function) || function.equals("!")) {
            return elementwise(Kind.TRUTH, call, arguments(call, Kind.TRUTH, isUnarySign ? 1 : 2));
        }
        if (FormulaFunctions.ARITHMETIC.containsKey(function)) {
            return elementwise(Kind.NUMBER, call, arguments(call, Kind.NUMBER, isUnarySign ? 1 : 2));
        }
        if (FormulaFunctions.COMPARISONS.containsKey(function)) {
            return comparison(call);
        }
        if (Formula.OVER_ALL.contains(function)) {
            arguments(call, Kind.TRUTH, 1);
            return new FormulaType(Kind.TRUTH, List.of());
        }
        if (function.equals("where")) {
            return choice(call);
        }
        int count = FormulaFunctions.BINARY.containsKey(function) ? 2 : 1;
        Kind kind = function.equals("isnan") ? Kind.TRUTH : Kind.NUMBER;
        return elementwise(kind, call, arguments(call, Kind.NUMBER, count));
    }

    private FormulaType comparison(Formula.Call call) {
        FormulaType left = type(call.arguments().get(0));
        boolean isOrder = !call.function().equals("==") && !call.function().equals("!=");
        Kind kind = isOrder ? Kind.NUMBER : left.kind();
        return elementwise(Kind.TRUTH, call, arguments(call, kind, 2));
    }

    private FormulaType choice(Formula.Call call) {
        requireCount(call, 3);
        FormulaType condition = type(call.arguments().get(0));
        FormulaType then = type(call.arguments().get(1));
        FormulaType otherwise = type(call.arguments().get(2));
        if (!condition.isTruth() || then.kind() != otherwise.kind()) {
            throw new FormulaException("'where' takes a comparison and two values of one kind", call.part());
        }
        return elementwise(then.kind(), call, List.of(condition, then, otherwise));
    }

    private List<FormulaType> arguments(Formula.Call call, Kind kind, int count) {
        requireCount(call, count);
        List<FormulaType> found = new ArrayList<>();
        for (Formula argument : call.arguments()) {
            FormulaType type = type(argument);
            if (type.kind() != kind) {
                throw new FormulaException(
                        type.kind().description() + " stands where " + kind.description() + " is needed",
                        argument.part());
            }
            found.add(type);
        }
        return found;
    }

    private static void requireCount(Formula.Call call, int count) {
        if (call.arguments().size() != count) {
            throw new FormulaException(
                    "'" + call.function() + "' takes " + count + (count == 1 ? " value" : " values") + ", not "
                            + call.arguments().size(),
                    call.part());
        }
    }

    private static FormulaType elementwise(Kind kind, Formula.Call call, List<FormulaType> arguments) {
        List<Dim> dims = List.of();
        for (FormulaType argument : arguments) {
            dims = join(dims, argument.dims(), call);
        }
        return new FormulaType(kind, dims);
    }

    private static List<Dim> join(List<Dim> a, List<Dim> b, Formula.Call call) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() ? b : a;
        }
        List<Dim> joined = new ArrayList<>();
        boolean agree = a.size() == b.size();
        for (int i = 0; agree && i < a.size(); i++) {
            boolean open = a.get(i) instanceof Dim.Unknown;
            agree = open || b.get(i) instanceof Dim.Unknown || a.get(i).equals(b.get(i));
            joined.add(open ? b.get(i) : a.get(i));
        }
        if (!agree) {
            throw new FormulaException("it compares or computes with dims " + a + " and " + b, call.part());
        }
        return joined;
    }
}
