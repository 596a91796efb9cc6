package dev.dormouse.steps.kind;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Problem;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Typing;
import dev.dormouse.tensor.Shape;

/** Options that hold one number for each position of the last axis; a list of one number is for every element. */
public final class Columns {
    private Columns() {}

    /** Checks a list of so many numbers against the last dim of {@code values}. */
    public static void check(Typing typing, String option, int count) {
        TensorType type = typing.input("values");
        if (count == 1) {
            return;
        }
        Problem.Place place = Problem.Place.option(option);
        if (type.rank() == 0) {
            typing.problems()
                    .report(
                            place,
                            Problem.Rule.RANK,
                            "'" + option + "' has " + count + " numbers, but 'values' is " + type,
                            "give one number for a scalar");
        } else if (!Types.mayBe(type.dim(-1), count)) {
            typing.problems()
                    .report(
                            place,
                            Problem.Rule.DIM,
                            "'" + option + "' has " + count + " numbers, but the last dim of " + type + " is "
                                    + type.dim(-1),
                            "give one number for each position of the last dim, or one number for all");
        }
    }

    /** Whether rows are independent: not when the columns run along the rows. */
    public static Signature.Rows rows(TensorType type, int count) {
        return count > 1 && type.rank() == 1 ? Signature.Rows.MIXED : Types.elementwiseRows(type);
    }

    /** Checks in a request what the types could not say. */
    public static void require(Shape shape, int count) {
        if (count > 1 && (shape.rank() == 0 || shape.dim(-1) != count)) {
            throw PipelineException.invalidInput(
                    "'values' must have " + count + " numbers in its last dim, but has the shape " + shape);
        }
    }
}
