package dev.dormouse.steps.timeseries;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.Options;
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
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns dates from one form into another, all in UTC; OVH's {@code datetime_encoder} is one such step for each output. */
final class DatetimeEncoder extends PlainKind {
    private static final String FIELDS = names(Arrays.stream(DateField.values()));
    private static final String TIMESTAMPS =
            names(Arrays.stream(DateField.values()).filter(DateField::isTimestamp));
    private static final String OR_PATTERN = ", or a pattern of java.time such as yyyy-MM-dd HH:mm:ss";

    DatetimeEncoder() {
        super(new Entry(
                "datetimeEncoder",
                "Turns dates from one form into another: texts, timestamps, parts such as the hour.",
                List.of(
                        Option.required(
                                "from",
                                OptionType.TEXT,
                                "TS_Y, TS_MO, TS_D, TS_H, TS_MI, TS_S, TS_MS, TS_US or TS_NS for numbers since 1970 (TS_D"
                                        + " counts days; OVH's server writes weeks there), or a java.time pattern for"
                                        + " texts"),
                        Option.required(
                                "to",
                                OptionType.TEXT,
                                "the same, or YEAR, MONTH, DAYOFMONTH, DAYOFYEAR, DAYOFWEEK (Monday is 1), HOUROFDAY,"
                                        + " MINUTEOFHOUR, SECONDOFMINUTE"),
                        Option.optional(
                                "datatype",
                                OptionType.oneOf("INT32", "INT64", "FP32", "FP64", "STRING"),
                                "of the result; INT64 for numbers and STRING for a pattern if absent")),
                List.of(InputPort.required(
                        "values", "STRING|INT32|INT64[...]", "texts for a pattern, numbers for a timestamp")),
                List.of(new OutputPort("values", "INT32|INT64|FP32|FP64|STRING[...]", "the same dims"))));
    }

    @Override
    public Signature signature(Typing typing) {
        Options options = typing.options();
        try {
            checkInput(typing, DateReader.of(options.string("from")));
        } catch (IllegalArgumentException e) {
            Types.refuse(typing, "from", String.valueOf(e.getMessage()), "write one of " + TIMESTAMPS + OR_PATTERN);
        }
        TensorType type = typing.input("values");
        try {
            DateWriter writer = DateWriter.of(options.string("to"));
            Datatype datatype = datatype(options, writer);
            if (!writer.writesNumbers() && datatype != Datatype.STRING) {
                Types.refuse(
                        typing,
                        "datatype",
                        "a pattern writes texts, not " + datatype,
                        "leave 'datatype' out; for numbers write 'to' as one of " + FIELDS);
            }
            return Types.elementwise("values", type.withDatatype(datatype));
        } catch (IllegalArgumentException e) {
            Types.refuse(typing, "to", String.valueOf(e.getMessage()), "write one of " + FIELDS + OR_PATTERN);
            return Types.elementwise("values", type);
        }
    }

    private static String names(Stream<DateField> fields) {
        return fields.map(Enum::name).collect(Collectors.joining(", "));
    }

    private static void checkInput(Typing typing, DateReader reader) {
        TensorType type = typing.input("values");
        if (reader.readsNumbers() == (type.datatype() == Datatype.STRING)) {
            typing.problems()
                    .report(
                            Problem.Place.input("values"),
                            Problem.Rule.DATATYPE,
                            "'" + reader.format() + "' reads " + (reader.readsNumbers() ? "numbers" : "texts")
                                    + ", but 'values' is " + type,
                            "wire " + (reader.readsNumbers() ? "INT64" : "STRING") + " values, or change 'from'");
        }
    }

    private static Datatype datatype(Options options, DateWriter writer) {
        return options.optionalString("datatype")
                .map(TensorType::parseDatatype)
                .orElse(writer.writesNumbers() ? Datatype.INT64 : Datatype.STRING);
    }

    @Override
    public Step open(StepContext context) {
        DateReader reader = DateReader.of(context.options().string("from"));
        DateWriter writer = DateWriter.of(context.options().string("to"));
        Datatype datatype = datatype(context.options(), writer);
        return inputs -> new Tensor[] {
            datatype == Datatype.STRING
                    ? texts(inputs[0], reader, writer)
                    : numbers(inputs[0], reader, writer, datatype)
        };
    }

    private static TextTensor texts(Tensor in, DateReader reader, DateWriter writer) {
        String[] out = new String[Math.toIntExact(in.shape().elementCount())];
        for (int i = 0; i < out.length; i++) {
            LocalDateTime date = reader.read(in, i);
            try {
                out[i] = writer.text(date);
            } catch (DateTimeException | ArithmeticException e) {
                throw unwritable(i, date, e);
            }
        }
        return new TextTensor(in.shape(), out);
    }

    private static NumericTensor numbers(Tensor in, DateReader reader, DateWriter writer, Datatype datatype) {
        NumericTensor out = NumericTensor.allocate(datatype, in.shape());
        for (int i = 0; i < out.size(); i++) {
            LocalDateTime date = reader.read(in, i);
            try {
                long number = writer.number(date);
                out.setLong(i, datatype == Datatype.INT32 ? Math.toIntExact(number) : number);
            } catch (ArithmeticException e) {
                throw unwritable(i, date, e);
            }
        }
        return out;
    }

    private static PipelineException unwritable(int index, LocalDateTime date, RuntimeException cause) {
        return new PipelineException(
                ErrorCode.INVALID_INPUT,
                "'values' element " + index + " is the date " + date + ", which the result cannot hold",
                cause);
    }
}
