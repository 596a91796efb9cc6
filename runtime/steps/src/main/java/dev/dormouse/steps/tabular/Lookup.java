package dev.dormouse.steps.tabular;

import dev.dormouse.plan.Options;
import dev.dormouse.plan.PipelineException;
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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Replaces each key by the value that a table has for it. The table is read once, at start. */
final class Lookup extends PlainKind {
    private static final String SOURCE = "source";
    private static final String OTHERWISE = "otherwise";

    Lookup() {
        super(new Entry(
                "lookup",
                "Replaces each key by the value that a CSV or JSON table has for it.",
                List.of(
                        Option.required(
                                SOURCE,
                                OptionType.SOURCE,
                                "a CSV file with a head line, a JSON object {KEY: VALUE}, or a JSON list of objects"),
                        Option.optional(
                                "key", OptionType.TEXT, "the column of the keys; the first of a CSV file if left out"),
                        Option.optional(
                                "value",
                                OptionType.TEXT,
                                "the column of the values; the second of a CSV file if left out, or the first if the second has the"
                                        + " keys"),
                        Option.withDefault(
                                "to", OptionType.DATATYPE, "STRING", "the datatype that the values are read as"),
                        Option.optional(
                                OTHERWISE,
                                OptionType.SCALAR,
                                "the value for a key that the table lacks; without it such a key is an invalid input")),
                List.of(InputPort.required(
                        "keys", "STRING|BOOL|INTEGER[...]", "keys; numbers by their decimal digits")),
                List.of(new OutputPort("values", "ANY[...]", "the values, in the same dims"))));
    }

    @Override
    public Signature signature(Typing typing) {
        Datatype to = typing.options().datatype("to");
        Map<String, String> table = read(typing.declaration().file(SOURCE), typing.options());
        if (to == Datatype.BYTES) {
            Types.refuse(typing, "to", "a table has no BYTES", "write 'to: STRING'");
        } else {
            refuseUnreadable(typing, table, to);
        }
        return Types.elementwise("values", typing.input("keys").withDatatype(to));
    }

    private static void refuseUnreadable(Typing typing, Map<String, String> table, Datatype to) {
        table.entrySet().stream()
                .filter(row -> !spells(row.getValue(), to))
                .findFirst()
                .ifPresent(row -> Types.refuse(
                        typing,
                        "to",
                        "the value of the key " + Types.quote(row.getKey()) + " is " + Types.quote(row.getValue())
                                + ", which does not spell a value of " + to,
                        "mend the table, name another column as 'value', or write another datatype"));
        otherwise(typing.options())
                .filter(value -> !spells(value, to))
                .ifPresent(value -> Types.refuse(
                        typing,
                        OTHERWISE,
                        Types.quote(value) + " does not spell a value of " + to,
                        "write a value of the datatype that 'to' names"));
    }

    private static boolean spells(String value, Datatype to) {
        try {
            typed(TextTensor.of(value), to);
            return true;
        } catch (PipelineException e) {
            return false;
        }
    }

    private static Map<String, String> read(Path file, Options options) {
        return LookupTable.read(file, options.optionalString("key"), options.optionalString("value"));
    }

    private static Optional<String> otherwise(Options options) {
        return options.has(OTHERWISE) ? Optional.of(LookupTable.text(options.get(OTHERWISE))) : Optional.empty();
    }

    @Override
    public Step open(StepContext context) {
        Map<String, String> table = read(context.file(SOURCE), context.options());
        Optional<String> otherwise = otherwise(context.options());
        Datatype to = context.options().datatype("to");
        return inputs -> {
            TextTensor keys =
                    inputs[0] instanceof NumericTensor numbers ? Conversion.spell(numbers) : (TextTensor) inputs[0];
            String[] values = new String[keys.values().size()];
            for (int i = 0; i < values.length; i++) {
                String key = keys.get(i);
                int element = i;
                values[i] = Optional.ofNullable(table.get(key))
                        .or(() -> otherwise)
                        .orElseThrow(() -> PipelineException.invalidInput(
                                "'keys' element " + element + " is " + Types.quote(key) + ", which the table lacks"));
            }
            return new Tensor[] {typed(new TextTensor(keys.shape(), values), to)};
        };
    }

    private static Tensor typed(TextTensor values, Datatype to) {
        return to == Datatype.STRING ? values : TextParser.parse(values, to);
    }
}
