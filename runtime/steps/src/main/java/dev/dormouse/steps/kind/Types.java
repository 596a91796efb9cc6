package dev.dormouse.steps.kind;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Problem;
import dev.dormouse.step.Signature;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.Typing;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Rules of types and rows that many kinds have in common. */
public final class Types {
    private Types() {}

    /** One output whose elements each come from the input's element at the same place. */
    public static Signature elementwise(String output, TensorType type) {
        return Signature.of(output, type, elementwiseRows(type));
    }

    /** Rows are independent as soon as there are rows. */
    public static Signature.Rows elementwiseRows(TensorType type) {
        return type.rank() == 0 ? Signature.Rows.MIXED : Signature.Rows.INDEPENDENT;
    }

    /** Work along an axis mixes rows when that is the axis of the rows. */
    public static Signature.Rows rowsAlong(int axis) {
        return axis == 0 ? Signature.Rows.MIXED : Signature.Rows.INDEPENDENT;
    }

    /**
     * Whether the dim may be this number when the request runs: it is the number, unknown, or a size that only another
     * step knows ({@code step.dim}). A name that the manifest declares stands for any number, so it does not fit.
     */
    public static boolean mayBe(Dim actual, long wanted) {
        if (actual instanceof Dim.Fixed fixed) {
            return fixed.size() == wanted;
        }
        return !(actual instanceof Dim.Named named) || named.name().contains(".");
    }

    /** Reports an option whose value does not fit. */
    public static void refuse(Typing typing, String option, String headline, String help) {
        typing.problems().report(Problem.Place.option(option), Problem.Rule.OPTION, headline, help);
    }

    /** The type without that axis. */
    public static TensorType without(TensorType type, int axis) {
        List<Dim> dims = new ArrayList<>(type.dims());
        dims.remove(axis);
        return new TensorType(type.datatype(), dims);
    }

    /**
     * The one type that all inputs of a joining step have, unknown dims filled in from the others; inputs that differ
     * from the first are reported.
     *
     * @param freeAxis an axis along which they may differ, or -1
     */
    public static TensorType common(Typing typing, int freeAxis) {
        Map.Entry<String, TensorType> first =
                typing.inputs().entrySet().iterator().next();
        TensorType common = first.getValue();
        for (Map.Entry<String, TensorType> input : typing.inputs().entrySet()) {
            common = join(typing, first, common, input, freeAxis);
        }
        return common;
    }

    private static TensorType join(
            Typing typing,
            Map.Entry<String, TensorType> first,
            TensorType common,
            Map.Entry<String, TensorType> input,
            int freeAxis) {
        TensorType type = input.getValue();
        Problem.Place place = Problem.Place.input(input.getKey());
        String headline = "'" + input.getKey() + "' is " + type + ", but '" + first.getKey() + "' is " + common;
        if (type.datatype() != common.datatype()) {
            typing.problems()
                    .report(place, Problem.Rule.DATATYPE, headline, "give inputs of one datatype; 'cast' converts");
            return common;
        }
        if (type.rank() != common.rank()) {
            typing.problems()
                    .report(
                            place,
                            Problem.Rule.RANK,
                            headline,
                            "give inputs with the same dims; 'reshape' changes them");
            return common;
        }
        TensorType joined = common;
        for (int i = 0; i < type.rank(); i++) {
            Dim have = joined.dim(i);
            if (have instanceof Dim.Unknown) {
                joined = joined.withDim(i, type.dim(i));
            } else if (i != freeAxis && !(type.dim(i) instanceof Dim.Unknown) && !have.equals(type.dim(i))) {
                String help = "dim " + (i + 1) + " must be " + have + ", not " + type.dim(i);
                typing.problems().report(place, Problem.Rule.DIM, headline, help);
                return joined;
            }
        }
        return joined;
    }

    /** Checks that a joining step has anything to join; reports it if not. */
    public static boolean hasInputs(Typing typing) {
        if (typing.inputs().isEmpty()) {
            typing.problems()
                    .report(
                            Problem.Place.STEP,
                            Problem.Rule.OPTION,
                            "nothing is wired to it",
                            "wire at least one input under 'inputs', each with a name of your choice");
        }
        return !typing.inputs().isEmpty();
    }

    /** Checks in a request that all inputs of a joining step have the first one's shape, but for one axis. */
    public static void requireSameShapes(StepContext context, Tensor[] inputs, int freeAxis) {
        Shape first = inputs[0].shape();
        for (int i = 1; i < inputs.length; i++) {
            Shape shape = inputs[i].shape();
            Shape comparable = freeAxis >= 0 ? shape.withDim(freeAxis, first.dim(freeAxis)) : shape;
            if (!comparable.equals(first)) {
                throw PipelineException.invalidInput(
                        "'" + context.inputs().get(i).port() + "' has the shape " + shape + ", but '"
                                + context.inputs().get(0).port() + "' has " + first + "; they must agree");
            }
        }
    }

    /** A text of the caller's as a message shows it: quoted, and cut when it is long. */
    public static String quote(String text) {
        return "'" + (text.length() <= 40 ? text : text.substring(0, text.offsetByCodePoints(0, 20)) + "…") + "'";
    }

    /** The outputs that are read, in the plan's order. */
    public static Tensor[] pick(StepContext context, Map<String, Tensor> outputs) {
        return context.outputs().stream()
                .map(wire -> Objects.requireNonNull(outputs.get(wire.port()), wire.port()))
                .toArray(Tensor[]::new);
    }
}
