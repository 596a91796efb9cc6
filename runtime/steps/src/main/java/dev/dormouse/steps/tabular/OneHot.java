package dev.dormouse.steps.tabular;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Problem;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.Typing;
import dev.dormouse.steps.kind.Entry;
import dev.dormouse.steps.kind.PlainKind;
import dev.dormouse.steps.kind.Types;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.util.List;

/**
 * A row of zeros with a single one at the category's place, as scikit-learn's OneHotEncoder. FP32 and FP16 values are
 * compared with the categories rounded to that datatype.
 */
final class OneHot extends PlainKind {
    OneHot() {
        super(new Entry(
                "oneHot",
                "Turns each category into a row of zeros with a one at the category's place.",
                List.of(
                        Option.required(
                                "categories", OptionType.SCALARS, "the categories, in the order of the columns"),
                        Option.withDefault(
                                "unknown",
                                OptionType.oneOf("error", "zeros"),
                                "error",
                                "what to do with any other value: refuse the request, or give a row of zeros")),
                List.of(InputPort.required(
                        "values", "STRING|BOOL|NUMBER[n, ...]", "one category a row: [n] or [n, 1]")),
                List.of(new OutputPort("values", "FP32[n, k]", "k is the number of categories"))));
    }

    @Override
    public Signature signature(Typing typing) {
        TensorType type = typing.input("values");
        List<?> categories = typing.options().list("categories");
        if (type.rank() > 2 || (type.rank() == 2 && !Types.mayBe(type.dim(1), 1))) {
            typing.problems()
                    .report(
                            Problem.Place.input("values"),
                            Problem.Rule.DIM,
                            "'values' takes one category a row, but gets " + type,
                            "give [n] or [n, 1]; 'select' takes one column out");
        }
        Categories.problem(categories, type.datatype())
                .ifPresent(headline -> Types.refuse(
                        typing,
                        "categories",
                        headline,
                        "write texts for STRING, numbers for numbers, true and false for BOOL, each once"));
        return Signature.of(
                "values",
                TensorType.of(Datatype.FP32, type.dim(0), Dim.of(categories.size())),
                Signature.Rows.INDEPENDENT);
    }

    @Override
    public Step open(StepContext context) {
        Datatype datatype = context.inputs().get(0).type().datatype();
        Categories categories = Categories.of(context.options().list("categories"), datatype);
        boolean strict = context.options().string("unknown").equals("error");
        return inputs -> {
            Shape shape = inputs[0].shape();
            if (shape.count(1, shape.rank()) != 1) {
                throw PipelineException.invalidInput("'values' must have the shape [n] or [n, 1], not " + shape);
            }
            int rows = shape.intDim(0);
            NumericTensor out = NumericTensor.allocate(Datatype.FP32, Shape.of(rows, categories.size()));
            for (int i = 0; i < rows; i++) {
                int column = categories.indexOf(inputs[0], i);
                if (column >= 0) {
                    out.setDouble(i * categories.size() + column, 1);
                } else if (strict) {
                    throw PipelineException.invalidInput("'values' element " + i + " is "
                            + categories.show(inputs[0], i) + ", which is none of the categories "
                            + categories.show());
                }
            }
            return new Tensor[] {out};
        };
    }
}
