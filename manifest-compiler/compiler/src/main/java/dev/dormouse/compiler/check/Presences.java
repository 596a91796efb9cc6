package dev.dormouse.compiler.check;

import dev.dormouse.formula.Formula;
import dev.dormouse.formula.FormulaTyping;
import dev.dormouse.plan.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * When conditions are true, as propositions over the comparisons in them. Two comparisons of the same values are one
 * atom, however they are written.
 */
final class Presences {
    private final Propositions propositions = new Propositions();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Atom> atoms = new ArrayList<>();

    /**
     * A comparison, or a truth that is read.
     *
     * @param words as the manifest first has it
     * @param isPerRow whether rows differ in it, or a request has one
     * @param isOrder whether it orders numbers that may be NaN
     */
    private record Atom(String words, boolean isPerRow, boolean isOrder) {}

    /** A condition with the types that its references have. */
    private record Typed(StepCondition condition, Map<String, TensorType> types) {
        boolean isPerRow(Formula part) {
            return !FormulaTyping.of(part, types).dims().isEmpty();
        }

        boolean isInteger(Formula part) {
            return part instanceof Formula.Constant
                    || (part instanceof Formula.Reference reference
                            && Objects.requireNonNull(types.get(reference.name()))
                                    .datatype()
                                    .isInteger());
        }
    }

    Propositions propositions() {
        return propositions;
    }

    /** When the condition is true. */
    int of(StepCondition condition, Map<String, TensorType> types) {
        return of(condition.formula(), new Typed(condition, types));
    }

    private int of(Formula part, Typed typed) {
        if (part instanceof Formula.Constant constant) {
            return Boolean.TRUE.equals(constant.value()) ? Propositions.ALWAYS : Propositions.NEVER;
        }
        if (!(part instanceof Formula.Call call)) {
            return atom(key(part, typed), part, typed);
        }
        List<Formula> arguments = call.arguments();
        return switch (call.function()) {
            case "!" -> propositions.not(of(arguments.get(0), typed));
            case "&&" -> propositions.and(of(arguments.get(0), typed), of(arguments.get(1), typed));
            case "||" -> propositions.or(of(arguments.get(0), typed), of(arguments.get(1), typed));
            case "where" ->
                propositions.choice(
                        of(arguments.get(0), typed), of(arguments.get(1), typed), of(arguments.get(2), typed));
            case "any" -> any(of(arguments.get(0), typed), call, typed);
            case "all" -> propositions.not(any(propositions.not(of(arguments.get(0), typed)), call, typed));
            case "==", "!=" -> equality(call, typed);
            case "<", "<=" -> order(call, arguments.get(0), arguments.get(1), typed);
            case ">", ">=" -> order(call, arguments.get(1), arguments.get(0), typed);
            default -> atom(key(part, typed), part, typed);
        };
    }

    /** Of equal propositions it is one atom; {@code all(x)} is {@code not any(not x)}. */
    private int any(int proposition, Formula.Call call, Typed typed) {
        return atom("any " + proposition, call, typed);
    }

    private int equality(Formula.Call call, Typed typed) {
        String key = call.arguments().stream()
                .map(argument -> key(argument, typed))
                .sorted()
                .collect(Collectors.joining(" == "));
        int atom = atom(key, call, typed);
        return call.function().equals("==") ? atom : propositions.not(atom);
    }

    /** {@code less < more} or {@code less <= more}; of integers the latter is the opposite of {@code more < less}. */
    private int order(Formula.Call call, Formula less, Formula more, Typed typed) {
        boolean isStrict = call.function().length() == 1;
        boolean areIntegers = typed.isInteger(less) && typed.isInteger(more);
        if (!isStrict && areIntegers) {
            return propositions.not(atom(key(more, typed) + " < " + key(less, typed), call, typed));
        }
        return atom(key(less, typed) + (isStrict ? " < " : " <= ") + key(more, typed), call, typed);
    }

    private int atom(String key, Formula part, Typed typed) {
        Integer number = numbers.get(key);
        if (number == null) {
            number = atoms.size();
            numbers.put(key, number);
            String words = typed.condition().words(part);
            boolean isOrder = words.contains("<") || words.contains(">");
            atoms.add(new Atom(words, typed.isPerRow(part), isOrder));
        }
        return propositions.atom(number);
    }

    /** A text that is the same for formulas that mean the same values. */
    private static String key(Formula part, Typed typed) {
        if (part instanceof Formula.Constant constant) {
            return constant.value() instanceof String text ? "'" + text + "'" : String.valueOf(constant.value());
        }
        if (part instanceof Formula.Reference reference) {
            return typed.condition().reads().get(reference.name()) + "" + reference.subscripts();
        }
        Formula.Call call = (Formula.Call) part;
        return call.arguments().stream()
                .map(argument -> key(argument, typed))
                .collect(Collectors.joining(", ", call.function() + "(", ")"));
    }

    boolean isAlways(int presence) {
        return presence == Propositions.ALWAYS && !propositions.isTooMuch();
    }

    /** Whether it may be true for some rows of a request and not for others. */
    boolean isPerRow(int presence) {
        return propositions.atoms(presence).stream()
                .anyMatch(number -> atoms.get(number).isPerRow());
    }

    /** A case in which it is not true, in words; and what to know about it. */
    List<String> counterexample(int presence) {
        if (propositions.isTooMuch()) {
            return List.of("there are too many conditions to go through all cases");
        }
        Map<Integer, Boolean> truths = propositions.counterexample(presence);
        List<String> notes = new ArrayList<>();
        notes.add(truths.entrySet().stream()
                .map(truth -> "'" + atoms.get(truth.getKey()).words() + "' is " + truth.getValue())
                .collect(Collectors.joining(" and ", "it is missing where ", "")));
        long orders = truths.keySet().stream()
                .filter(number -> atoms.get(number).isOrder())
                .count();
        if (orders > 1) {
            notes.add("all of these are false for a NaN; the opposite of 'x < 1' is 'not (x < 1)'");
        }
        return notes;
    }
}
