package dev.dormouse.formula;

import dev.dormouse.formula.FormulaTokens.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads formulas: {@code || && !}, comparisons, {@code + - * /}, functions, constants, names and parentheses, each binding
 * closer than the one before.
 */
public final class FormulaParser {
    private static final int LONGEST = 4000;
    private static final int DEEPEST = 100;
    private static final Set<String> SUMS = Set.of("+", "-");
    private static final Set<String> PRODUCTS = Set.of("*", "/");

    private final FormulaTokens tokens;
    private int depth;

    private FormulaParser(FormulaTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * A formula over names of letters, digits and '_'.
     *
     * @throws FormulaException if the text is no formula
     */
    public static Formula ofNames(String text) {
        return parse(FormulaTokens.ofNames(checked(text)));
    }

    /**
     * A formula over references as a manifest writes them.
     *
     * @throws FormulaException if the text is no formula
     */
    public static Formula ofReferences(String text) {
        return parse(FormulaTokens.ofReferences(checked(text)));
    }

    private static String checked(String text) {
        if (text.length() > LONGEST) {
            throw new FormulaException(
                    "it has more than " + LONGEST + " characters", new Part(text.length(), text.length()));
        }
        return text;
    }

    private static Formula parse(FormulaTokens tokens) {
        Formula formula = new FormulaParser(tokens).either();
        if (tokens.kind() != Kind.END) {
            throw tokens.wrong("'" + tokens.word() + "' does not continue it");
        }
        return formula;
    }

    private Formula either() {
        return chain(Set.of("||"), this::both);
    }

    private Formula both() {
        return chain(Set.of("&&"), this::negated);
    }

    private Formula negated() {
        if (tokens.is("!")) {
            return prefix(this::negated);
        }
        Formula left = sum();
        return tokens.kind() == Kind.SIGN && FormulaFunctions.COMPARISONS.containsKey(tokens.word())
                ? infix(left, this::sum)
                : left;
    }

    private Formula sum() {
        return chain(SUMS, this::product);
    }

    private Formula product() {
        return chain(PRODUCTS, this::signed);
    }

    private Formula signed() {
        return tokens.is("-") ? prefix(this::signed) : primary();
    }

    private Formula chain(Set<String> signs, Supplier<Formula> operand) {
        Formula left = operand.get();
        while (tokens.kind() == Kind.SIGN && signs.contains(tokens.word())) {
            left = infix(left, operand);
        }
        return left;
    }

    private Formula infix(Formula left, Supplier<Formula> operand) {
        String sign = tokens.next();
        Formula right = operand.get();
        return new Formula.Call(sign, List.of(left, right), left.part().upTo(right.part()));
    }

    private Formula prefix(Supplier<Formula> operand) {
        Part start = tokens.part();
        String sign = tokens.next();
        Formula argument = deeper(operand);
        return new Formula.Call(sign, List.of(argument), start.upTo(argument.part()));
    }

    private Formula primary() {
        Part part = tokens.part();
        switch (tokens.kind()) {
            case NUMBER -> {
                return new Formula.Constant(Double.parseDouble(tokens.next()), part);
            }
            case TEXT -> {
                String quoted = tokens.next();
                return new Formula.Constant(quoted.substring(1, quoted.length() - 1), part);
            }
            case NAME -> {
                return named(tokens.next(), part);
            }
            default -> {}
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

    private Formula named(String name, Part part) {
        if (name.equals("true") || name.equals("false")) {
            return new Formula.Constant(name.equals("true"), part);
        }
        if (tokens.take("(")) {
            FormulaFunctions.requireFunction(name, part);
            List<Formula> arguments = new ArrayList<>();
            do {
                arguments.add(deeper(this::either));
            } while (tokens.take(","));
            tokens.expect(")");
            return new Formula.Call(name, arguments, part.upTo(tokens.last()));
        }
        int dot = name.indexOf('.');
        String output = dot < 0 ? "" : name.substring(dot + 1);
        String unquoted = output.startsWith("\"") ? output.substring(1, output.length() - 1) : output;
        List<Integer> subscripts = tokens.is("[") ? subscripts() : List.of();
        return new Formula.Reference(
                dot < 0 ? name : name.substring(0, dot),
                dot < 0 ? Optional.empty() : Optional.of(unquoted),
                subscripts,
                subscripts.isEmpty() ? part : part.upTo(tokens.last()));
    }

    private List<Integer> subscripts() {
        List<Integer> subscripts = new ArrayList<>();
        tokens.expect("[");
        do {
            boolean negative = tokens.take("-");
            if (tokens.kind() != Kind.NUMBER || !tokens.word().matches("[0-9]{1,9}")) {
                throw tokens.wrong("a subscript must be an integer");
            }
            int number = Integer.parseInt(tokens.next());
            subscripts.add(negative ? -number : number);
        } while (tokens.take(","));
        tokens.expect("]");
        return subscripts;
    }

    private Formula deeper(Supplier<Formula> rule) {
        if (++depth > DEEPEST) {
            throw tokens.wrong("it is nested more than " + DEEPEST + " deep");
        }
        Formula formula = rule.get();
        depth--;
        return formula;
    }
}
