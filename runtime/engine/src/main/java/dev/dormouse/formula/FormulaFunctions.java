package dev.dormouse.formula;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** The operators and functions of formulas over doubles; truths are 1 and 0. */
final class FormulaFunctions {
    static final Map<String, DoubleBinaryOperator> COMPARISONS = Map.of(
            "<", (a, b) -> truth(a < b),
            "<=", (a, b) -> truth(a <= b),
            ">", (a, b) -> truth(a > b),
            ">=", (a, b) -> truth(a >= b),
            "==", (a, b) -> truth(a == b),
            "!=", (a, b) -> truth(a != b));
    static final Map<String, DoubleBinaryOperator> TRUTHS = Map.of("&&", Math::min, "||", Math::max);
    static final Map<String, DoubleBinaryOperator> ARITHMETIC =
            Map.of("+", (a, b) -> a + b, "-", (a, b) -> a - b, "*", (a, b) -> a * b, "/", (a, b) -> a / b);

    static final Map<String, DoubleUnaryOperator> UNARY = new TreeMap<>(Map.of(
            "abs", Math::abs,
            "ceil", Math::ceil,
            "exp", Math::exp,
            "floor", Math::floor,
            "log", Math::log,
            "round", Math::rint,
            "sqrt", Math::sqrt));
    static final Map<String, DoubleBinaryOperator> BINARY =
            new TreeMap<>(Map.of("max", Math::max, "min", Math::min, "pow", Math::pow));

    private FormulaFunctions() {}

    static double truth(boolean value) {
        return value ? 1 : 0;
    }

    static void requireFunction(String name, Part part) {
        boolean known = UNARY.containsKey(name)
                || BINARY.containsKey(name)
                || Formula.OVER_ALL.contains(name)
                || name.equals("isnan")
                || name.equals("where");
        if (!known) {
            throw new FormulaException(
                    "there is no function '" + name + "' (there are " + String.join(", ", UNARY.keySet()) + ", isnan, "
                            + String.join(", ", BINARY.keySet()) + ", where, any, all)",
                    part);
        }
    }
}
