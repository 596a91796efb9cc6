package dev.dormouse.formula;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;

/** Evaluates a formula that {@link FormulaTyping} accepts, in double precision. */
public final class FormulaProgram {
    private static final IntFunction<String> NO_TEXT = index -> "";

    private FormulaProgram() {}

    /**
     * The elements of a formula's result, row-major.
     *
     * @param numbers truths are 1 and 0
     */
    public record Column(Shape shape, IntToDoubleFunction numbers) {
        public boolean isTrue(int index) {
            return numbers.applyAsDouble(index) != 0;
        }

        public int size() {
            return Math.toIntExact(shape.elementCount());
        }
    }

    /** A part's elements: numbers and truths, or texts. */
    private record Elements(Shape shape, IntToDoubleFunction numbers, IntFunction<String> texts, boolean isText) {
        static Elements of(Shape shape, IntToDoubleFunction numbers) {
            return new Elements(shape, numbers, NO_TEXT, false);
        }

        IntToDoubleFunction spread(Shape wanted) {
            return shape.rank() == 0 && wanted.rank() > 0 ? index -> numbers.applyAsDouble(0) : numbers;
        }

        IntFunction<String> spreadTexts(Shape wanted) {
            return shape.rank() == 0 && wanted.rank() > 0 ? index -> texts.apply(0) : texts;
        }
    }

    /**
     * Evaluates numbers or truths; each element is worked out when it is asked for.
     *
     * @param tensors by {@link Formula.Reference#name}
     * @throws PipelineException INVALID_INPUT if shapes that the types leave open disagree
     */
    public static Column over(Formula formula, Map<String, Tensor> tensors) {
        Elements elements = elements(formula, tensors);
        return new Column(elements.shape(), elements.numbers());
    }

    private static Elements elements(Formula formula, Map<String, Tensor> tensors) {
        if (formula instanceof Formula.Constant constant) {
            return constant(constant.value());
        }
        if (formula instanceof Formula.Reference reference) {
            Tensor tensor = tensors.get(reference.name());
            if (tensor == null) {
                throw new IllegalStateException("nothing is wired to '" + reference.name() + "'");
            }
            return elements(reference, tensor);
        }
        Formula.Call call = (Formula.Call) formula;
        List<Elements> arguments = new ArrayList<>();
        for (Formula argument : call.arguments()) {
            arguments.add(elements(argument, tensors));
        }
        return apply(call, arguments);
    }

    private static Elements constant(Object value) {
        if (value instanceof String text) {
            return new Elements(Shape.SCALAR, index -> 0, index -> text, true);
        }
        double number = value instanceof Boolean truth ? FormulaFunctions.truth(truth) : ((Number) value).doubleValue();
        return Elements.of(Shape.SCALAR, index -> number);
    }

    private static Elements elements(Formula.Reference reference, Tensor tensor) {
        Shape shape = tensor.shape();
        int kept = shape.rank() - reference.subscripts().size();
        int stride = Math.toIntExact(shape.count(kept, shape.rank()));
        int offset = 0;
        for (int axis = kept; axis < shape.rank(); axis++) {
            int size = shape.intDim(axis);
            int subscript = reference.subscripts().get(axis - kept);
            if (subscript >= size || subscript < -size) {
                throw PipelineException.invalidInput("'" + reference.name() + "' has the shape " + shape
                        + ", so it has no element " + reference.subscripts());
            }
            offset = offset * size + Math.floorMod(subscript, size);
        }
        Shape rest = shape;
        for (int axis = shape.rank() - 1; axis >= kept; axis--) {
            rest = rest.remove(axis);
        }
        boolean whole = reference.subscripts().isEmpty();
        int from = offset;
        if (tensor instanceof TextTensor text) {
            IntFunction<String> texts = whole ? text::get : index -> text.get(index * stride + from);
            return new Elements(rest, index -> 0, texts, true);
        }
        IntToDoubleFunction read = reader((NumericTensor) tensor);
        return Elements.of(rest, whole ? read : index -> read.applyAsDouble(index * stride + from));
    }

    private static IntToDoubleFunction reader(NumericTensor tensor) {
        if (tensor.datatype() == Datatype.FP32) {
            FloatBuffer floats = tensor.floats();
            return floats::get;
        }
        if (tensor.datatype() == Datatype.FP64) {
            DoubleBuffer doubles = tensor.doubles();
            return doubles::get;
        }
        return tensor::getDouble;
    }

    private static Elements apply(Formula.Call call, List<Elements> arguments) {
        String function = call.function();
        if (Formula.OVER_ALL.contains(function)) {
            return overAll(function.equals("any"), arguments.get(0));
        }
        Shape shape = shape(call, arguments);
        if (arguments.size() == 1) {
            IntToDoubleFunction values = arguments.get(0).numbers();
            DoubleUnaryOperator operator = unary(function);
            return Elements.of(shape, index -> operator.applyAsDouble(values.applyAsDouble(index)));
        }
        if (arguments.size() == 3) {
            return choice(shape, arguments);
        }
        if (arguments.get(0).isText()) {
            IntFunction<String> left = arguments.get(0).spreadTexts(shape);
            IntFunction<String> right = arguments.get(1).spreadTexts(shape);
            boolean wanted = function.equals("==");
            return Elements.of(
                    shape, index -> FormulaFunctions.truth(left.apply(index).equals(right.apply(index)) == wanted));
        }
        IntToDoubleFunction left = arguments.get(0).spread(shape);
        IntToDoubleFunction right = arguments.get(1).spread(shape);
        DoubleBinaryOperator operator = binary(function);
        return Elements.of(
                shape, index -> operator.applyAsDouble(left.applyAsDouble(index), right.applyAsDouble(index)));
    }

    private static DoubleUnaryOperator unary(String function) {
        return switch (function) {
            case "!" -> value -> 1 - value;
            case "-" -> value -> -value;
            case "isnan" -> value -> FormulaFunctions.truth(Double.isNaN(value));
            default -> FormulaFunctions.UNARY.getOrDefault(function, value -> Double.NaN);
        };
    }

    private static DoubleBinaryOperator binary(String function) {
        DoubleBinaryOperator found = FormulaFunctions.TRUTHS.get(function);
        found = found == null ? FormulaFunctions.COMPARISONS.get(function) : found;
        found = found == null ? FormulaFunctions.ARITHMETIC.get(function) : found;
        return found == null ? FormulaFunctions.BINARY.getOrDefault(function, (a, b) -> Double.NaN) : found;
    }

    private static Elements choice(Shape shape, List<Elements> arguments) {
        IntToDoubleFunction test = arguments.get(0).spread(shape);
        if (arguments.get(1).isText()) {
            IntFunction<String> first = arguments.get(1).spreadTexts(shape);
            IntFunction<String> second = arguments.get(2).spreadTexts(shape);
            return new Elements(
                    shape,
                    index -> 0,
                    index -> test.applyAsDouble(index) != 0 ? first.apply(index) : second.apply(index),
                    true);
        }
        IntToDoubleFunction first = arguments.get(1).spread(shape);
        IntToDoubleFunction second = arguments.get(2).spread(shape);
        return Elements.of(
                shape,
                index -> test.applyAsDouble(index) != 0 ? first.applyAsDouble(index) : second.applyAsDouble(index));
    }

    private static Elements overAll(boolean any, Elements argument) {
        int count = Math.toIntExact(argument.shape().elementCount());
        boolean found = false;
        for (int i = 0; i < count && !found; i++) {
            found = (argument.numbers().applyAsDouble(i) != 0) == any;
        }
        double truth = FormulaFunctions.truth(found == any);
        return Elements.of(Shape.SCALAR, index -> truth);
    }

    private static Shape shape(Formula.Call call, List<Elements> arguments) {
        Shape shape = Shape.SCALAR;
        for (Elements argument : arguments) {
            if (argument.shape().rank() > 0
                    && shape.rank() > 0
                    && !argument.shape().equals(shape)) {
                throw PipelineException.invalidInput("'" + call.function() + "' in a formula has values of the shapes "
                        + shape + " and " + argument.shape() + "; they must agree");
            }
            shape = shape.rank() == 0 ? argument.shape() : shape;
        }
        return shape;
    }
}
