package dev.dormouse.steps.post;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Branch;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.Gaps;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.JoinStep;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.Typing;
import dev.dormouse.steps.kind.Assembler;
import dev.dormouse.steps.kind.Entry;
import dev.dormouse.steps.kind.Joint;
import dev.dormouse.steps.kind.PlainKind;
import dev.dormouse.steps.kind.Types;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** For each row the first input that has it, as SQL's function of the name takes the first value that is not null. */
final class Coalesce extends PlainKind {
    private static final String DEFAULT = "default";

    Coalesce() {
        super(new Entry(
                "coalesce",
                "Joins branches: gives for each row the first input that has it, in the order of wiring.",
                List.of(Option.optional(
                        DEFAULT,
                        OptionType.SCALAR,
                        "every element of a row that no input has; without it such rows lack")),
                List.of(InputPort.required("inputs", "ANY[...]", "any names; all of one datatype and the same dims")),
                List.of(new OutputPort("values", "ANY[...]", "the same type"))));
    }

    @Override
    public boolean acceptsAnyInputs() {
        return true;
    }

    @Override
    public Gaps gaps(Declaration declaration) {
        return declaration.options().has(DEFAULT) ? Gaps.FILL : Gaps.JOIN;
    }

    @Override
    public Signature signature(Typing typing) {
        if (!Types.hasInputs(typing)) {
            return new Signature(Map.of(), Signature.Rows.MIXED);
        }
        TensorType common = Types.common(typing, -1);
        if (typing.options().has(DEFAULT)) {
            checkDefault(typing, common);
        }
        return Types.elementwise("values", common);
    }

    private static void checkDefault(Typing typing, TensorType type) {
        Object value = typing.options().values().get(DEFAULT);
        if (element(type.datatype(), value).isEmpty()) {
            Types.refuse(
                    typing,
                    DEFAULT,
                    "the default " + value + " is no " + type.datatype() + ", which the inputs are",
                    "give a value of that datatype");
        }
        for (int i = 0; i < type.rank(); i++) {
            boolean known = type.dim(i) instanceof Dim.Fixed
                    || (i == 0
                            && type.dim(i) instanceof Dim.Named named
                            && !named.name().contains("."));
            if (!known) {
                Types.refuse(
                        typing,
                        DEFAULT,
                        "a default needs a known shape, but dim " + (i + 1) + " of " + type + " is not known",
                        "give the default to a step behind it, whose rows are of a fixed size");
            }
        }
    }

    /** One element that holds the value, if it can. */
    private static Optional<Tensor> element(Datatype datatype, @Nullable Object value) {
        if (datatype == Datatype.STRING) {
            return value instanceof String text ? Optional.of(TextTensor.of(text)) : Optional.empty();
        }
        if (datatype == Datatype.BYTES) {
            return Optional.empty();
        }
        NumericTensor one = NumericTensor.allocate(datatype, Shape.of(1));
        if (datatype == Datatype.BOOL && value instanceof Boolean truth) {
            one.setLong(0, truth ? 1 : 0);
            return Optional.of(one);
        }
        if (!(value instanceof Number number) || datatype == Datatype.BOOL) {
            return Optional.empty();
        }
        if (datatype.isFloating()) {
            one.setDouble(0, number.doubleValue());
            return Optional.of(one);
        }
        one.setLong(0, number.longValue());
        boolean isSame = number instanceof Long && one.getLong(0) == number.longValue();
        boolean isUnsigned64 = datatype == Datatype.UINT64 && number.longValue() < 0;
        return isSame && !isUnsigned64 ? Optional.of(one) : Optional.empty();
    }

    @Override
    public Step open(StepContext context) {
        Datatype datatype = context.outputs().get(0).type().datatype();
        return new FirstThere(
                context,
                context.options().has(DEFAULT)
                        ? element(datatype, context.options().values().get(DEFAULT))
                        : Optional.empty());
    }

    /** The opened step. */
    private record FirstThere(StepContext context, Optional<Tensor> otherwise) implements JoinStep {
        @Override
        public Tensor[] run(Tensor[] inputs) {
            return new Tensor[] {inputs[0]};
        }

        @Override
        public Tensor[] join(Branch[] inputs, int rows) {
            Joint joint = Joint.of(context, inputs, rows);
            Assembler out = Assembler.of(joint.datatype(context), joint.shape());
            int rowSize = rows == 0 ? 0 : joint.size() / rows;
            for (int row = 0; row < rows; row++) {
                copy(inputs, joint, row * rowSize, rowSize, out);
            }
            return new Tensor[] {out.tensor()};
        }

        private void copy(Branch[] inputs, Joint joint, int index, int rowSize, Assembler out) {
            for (int i = 0; rowSize > 0 && i < inputs.length; i++) {
                int from = joint.element(i, index);
                if (from >= 0) {
                    out.copy(inputs[i].tensor(), from, index, rowSize);
                    return;
                }
            }
            for (int j = 0; j < rowSize; j++) {
                out.copy(otherwise.orElseThrow(), 0, index + j, 1);
            }
        }
    }
}
