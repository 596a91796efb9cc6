package dev.dormouse.steps.tabular;

import dev.dormouse.steps.tabular.FormulaTokens.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Supplier;

/**
 * Reads formulas: {@code || && !}, comparisons, {@code + - * /}, functions, numbers, names and parentheses, each binding
 * closer than the one before.
 */
final class FormulaParser {
    private static final int LONGEST = 4000;
    private static final int DEEPEST = 100;

    private static final Map<String, DoubleBinaryOperator> COMPARISONS = Map.of(
            "<", (a, b) -> Formula.truth(a < b),
            "<=", (a, b) -> Formula.truth(a <= b),
            ">", (a, b) -> Formula.truth(a > b),
            ">=", (a, b) -> Formula.truth(a >= b),
            "==", (a, b) -> Formula.truth(a == b),
            "!=", (a, b) -> Formula.truth(a != b));
    private static final Map<String, DoubleBinaryOperator> SUMS = Map.of("+", (a, b) -> a + b, "-", (a, b) -> a - b);
    private static final Map<String, DoubleBinaryOperator> PRODUCTS =
            Map.of("*", (a, b) -> a * b, "/", (a, b) -> a / b);

    private final FormulaTokens tokens;
    private int depth;

    private FormulaParser(FormulaTokens tokens) {
        this.tokens = tokens;
    }

    /** @throws IllegalArgumentException if the text is no formula; the message says where */
    static Formula parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("it has more than " + LONGEST + " characters");
        }
        FormulaParser parser = new FormulaParser(new FormulaTokens(text));
        Formula formula = parser.either();
        if (parser.tokens.kind() != Kind.END) {
            throw parser.tokens.wrong("'" + parser.tokens.word() + "' does not continue it");
        }
        return formula;
    }

    private Formula either() {
        return truths("||", this::both, Math::max);
    }

    private Formula both() {
        return truths("&&", this::negated, Math::min);
    }

    private Formula truths(String sign, Supplier<Formula> operand, DoubleBinaryOperator operator) {
        Formula left = operand.get();
        while (tokens.is(sign)) {
            requireTruth(left);
            tokens.next();
            left = Formula.binary(true, left, requireTruth(operand.get()), operator);
        }
        return left;
    }

    private Formula negated() {
        if (tokens.take("!")) {
            return Formula.unary(true, requireTruth(deeper(this::negated)), value -> 1 - value);
        }
        Formula left = sum();
        if (!COMPARISONS.containsKey(tokens.word())) {
            return left;
        }
        requireNumber(left);
        DoubleBinaryOperator comparison = operator(COMPARISONS);
        return Formula.binary(true, left, requireNumber(sum()), comparison);
    }

    private Formula sum() {
        return numbers(SUMS, this::product);
    }

    private Formula product() {
        return numbers(PRODUCTS, this::signed);
    }

    private Formula numbers(Map<String, DoubleBinaryOperator> operators, Supplier<Formula> operand) {
        Formula left = operand.get();
        while (operators.containsKey(tokens.word())) {
            requireNumber(left);
            DoubleBinaryOperator operator = operator(operators);
            left = Formula.binary(false, left, requireNumber(operand.get()), operator);
        }
        return left;
    }

    private DoubleBinaryOperator operator(Map<String, DoubleBinaryOperator> operators) {
        DoubleBinaryOperator operator = operators.get(tokens.next());
        if (operator == null) {
            throw tokens.wrong("an operator is missing");
        }
        return operator;
    }

    private Formula signed() {
        return tokens.take("-")
                ? Formula.unary(false, requireNumber(deeper(this::signed)), value -> -value)
                : primary();
    }

    private Formula primary() {
        if (tokens.kind() == Kind.NUMBER) {
            return Formula.number(Double.parseDouble(tokens.next()));
        }
        if (tokens.kind() == Kind.NAME) {
            int place = tokens.place();
            String name = tokens.next();
            return tokens.take("(") ? FormulaFunctions.call(name, place, arguments()) : Formula.input(name);
        }
        if (tokens.take("(")) {
            Formula inner = deeper(this::either);
            tokens.expect(")");
            return inner;
        }
        throw tokens.wrong(
                tokens.kind() == Kind.END
                        ? "a value is missing"
                        : "'" + tokens.word() + "' stands where a value is expected");
    }

    private List<Formula> arguments() {
        List<Formula> arguments = new ArrayList<>();
        do {
            arguments.add(deeper(this::either));
        } while (tokens.take(","));
        tokens.expect(")");
        return arguments;
    }

    private Formula deeper(Supplier<Formula> rule) {
        if (++depth > DEEPEST) {
            throw tokens.wrong("it is nested more than " + DEEPEST + " deep");
        }
        Formula formula = rule.get();
        depth--;
        return formula;
    }

    private Formula requireTruth(Formula formula) {
        if (!formula.isTruth()) {
            throw tokens.wrong("a number stands where a comparison is needed, and ends");
        }
        return formula;
    }

    private Formula requireNumber(Formula formula) {
        if (formula.isTruth()) {
            throw tokens.wrong("a comparison stands where a number is needed, and ends");
        }
        return formula;
    }
}
