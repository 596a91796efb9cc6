package dev.dormouse.steps.tabular;

import dev.dormouse.plan.TensorType;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.Typing;
import dev.dormouse.steps.kind.Entry;
import dev.dormouse.steps.kind.PlainKind;
import dev.dormouse.steps.kind.Types;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.List;

/**
 * Converts the elements to another datatype; each conversion is exact in meaning or refused. The rules are those of
 * {@link Conversion}.
 */
final class Cast extends PlainKind {
    Cast() {
        super(new Entry(
                "cast",
                "Converts to another datatype; what does not fit is an invalid input.",
                List.of(Option.required("to", OptionType.DATATYPE, "the datatype to convert to")),
                List.of(InputPort.required(
                        "values", "BOOL|NUMBER|STRING[...]", "numbers, true and false, or texts that spell them")),
                List.of(new OutputPort(
                        "values",
                        "ANY[...]",
                        "the same dims; a fraction is cut off towards zero, a text is read as the number it spells"))));
    }

    @Override
    public Signature signature(Typing typing) {
        TensorType type = typing.input("values");
        Datatype to = typing.options().datatype("to");
        if (to == Datatype.BYTES && type.datatype() != Datatype.STRING) {
            Types.refuse(typing, "to", "numbers do not become BYTES", "write 'to: STRING' for their decimal form");
        }
        return Types.elementwise("values", type.withDatatype(to));
    }

    @Override
    public Step open(StepContext context) {
        Datatype to = context.options().datatype("to");
        return inputs -> new Tensor[] {cast(inputs[0], to)};
    }

    private static Tensor cast(Tensor in, Datatype to) {
        if (in.datatype() == to) {
            return in;
        }
        if (in instanceof TextTensor texts) {
            return to == Datatype.BYTES ? texts.toBytes() : TextParser.parse(texts, to);
        }
        NumericTensor numbers = (NumericTensor) in;
        return to == Datatype.STRING ? Conversion.spell(numbers) : Conversion.convert(numbers, to);
    }
}
