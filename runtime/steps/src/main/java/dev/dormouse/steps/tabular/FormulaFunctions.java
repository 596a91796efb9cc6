package dev.dormouse.steps.tabular;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** The functions of formulas. */
final class FormulaFunctions {
    private static final Map<String, DoubleUnaryOperator> UNARY = new TreeMap<>(Map.of(
            "abs", Math::abs,
            "ceil", Math::ceil,
            "exp", Math::exp,
            "floor", Math::floor,
            "log", Math::log,
            "round", Math::rint,
            "sqrt", Math::sqrt));
    private static final Map<String, DoubleBinaryOperator> BINARY =
            new TreeMap<>(Map.of("max", Math::max, "min", Math::min, "pow", Math::pow));

    private FormulaFunctions() {}

    /**
     * A function of formulas.
     *
     * @param place where its name stands, for messages
     * @throws IllegalArgumentException if there is none of the name, or it takes others
     */
    static Formula call(String name, int place, List<Formula> arguments) {
        String called = "'" + name + "' at character " + place;
        DoubleUnaryOperator unary = UNARY.get(name);
        if (unary != null) {
            requireNumbers(called, 1, arguments);
            return Formula.unary(false, arguments.get(0), unary);
        }
        DoubleBinaryOperator binary = BINARY.get(name);
        if (binary != null) {
            requireNumbers(called, 2, arguments);
            return Formula.binary(false, arguments.get(0), arguments.get(1), binary);
        }
        if (name.equals("isnan")) {
            requireNumbers(called, 1, arguments);
            return Formula.unary(true, arguments.get(0), value -> Formula.truth(Double.isNaN(value)));
        }
        if (name.equals("where")) {
            requireCount(called, 3, arguments);
            boolean agree = arguments.get(0).isTruth()
                    && arguments.get(1).isTruth() == arguments.get(2).isTruth();
            if (!agree) {
                throw new IllegalArgumentException(called + " takes a comparison and two values of one kind");
            }
            return Formula.choice(arguments.get(0), arguments.get(1), arguments.get(2));
        }
        throw new IllegalArgumentException("there is no function " + called + "; there are "
                + String.join(", ", UNARY.keySet()) + ", isnan, " + String.join(", ", BINARY.keySet()) + ", where");
    }

    private static void requireNumbers(String called, int count, List<Formula> arguments) {
        requireCount(called, count, arguments);
        if (arguments.stream().anyMatch(Formula::isTruth)) {
            throw new IllegalArgumentException(called + " takes numbers, not a comparison");
        }
    }

    private static void requireCount(String called, int count, List<Formula> arguments) {
        if (arguments.size() != count) {
            throw new IllegalArgumentException(
                    called + " takes " + count + (count == 1 ? " value" : " values") + ", not " + arguments.size());
        }
    }
}
