package dev.dormouse.steps.tabular;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;

/**
 * A checked formula over tensors, element by element. Numbers are doubles; truths are 1 and 0.
 *
 * @param isTruth whether it gives a truth
 * @param names the inputs that it reads
 * @param program from the elements of the inputs, by name, to the elements of the result
 */
record Formula(boolean isTruth, Set<String> names, Program program) {

    /** How the elements of the result come from those of the inputs. */
    @FunctionalInterface
    interface Program {
        IntToDoubleFunction over(Map<String, IntToDoubleFunction> inputs);
    }

    static Formula number(double value) {
        return new Formula(false, Set.of(), inputs -> index -> value);
    }

    static Formula input(String name) {
        return new Formula(false, Set.of(name), inputs -> inputs.getOrDefault(name, index -> Double.NaN));
    }

    static Formula unary(boolean isTruth, Formula operand, DoubleUnaryOperator operator) {
        return new Formula(isTruth, operand.names, inputs -> {
            IntToDoubleFunction values = operand.program.over(inputs);
            return index -> operator.applyAsDouble(values.applyAsDouble(index));
        });
    }

    static Formula binary(boolean isTruth, Formula left, Formula right, DoubleBinaryOperator operator) {
        return new Formula(isTruth, union(List.of(left, right)), inputs -> {
            IntToDoubleFunction first = left.program.over(inputs);
            IntToDoubleFunction second = right.program.over(inputs);
            return index -> operator.applyAsDouble(first.applyAsDouble(index), second.applyAsDouble(index));
        });
    }

    static Formula choice(Formula condition, Formula then, Formula otherwise) {
        return new Formula(then.isTruth, union(List.of(condition, then, otherwise)), inputs -> {
            IntToDoubleFunction test = condition.program.over(inputs);
            IntToDoubleFunction first = then.program.over(inputs);
            IntToDoubleFunction second = otherwise.program.over(inputs);
            return index -> test.applyAsDouble(index) != 0 ? first.applyAsDouble(index) : second.applyAsDouble(index);
        });
    }

    private static Set<String> union(List<Formula> parts) {
        Set<String> names = new TreeSet<>();
        parts.forEach(part -> names.addAll(part.names));
        return names;
    }

    static double truth(boolean value) {
        return value ? 1 : 0;
    }
}
