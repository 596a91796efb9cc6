package dev.dormouse.steps.timeseries;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.steps.kind.Types;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** Reads dates: numbers by a timestamp {@link DateField}, texts by a {@link DateTimeFormatter} pattern, in English. */
record DateReader(String format, Optional<DateField> field, Optional<DateTimeFormatter> pattern) {

    /**
     * A reader for a field's name or a pattern.
     *
     * @throws IllegalArgumentException with what is wrong when dates cannot be read that way
     */
    static DateReader of(String format) {
        Optional<DateField> field = DateField.find(format);
        if (field.isPresent()) {
            if (!field.get().isTimestamp()) {
                throw new IllegalArgumentException(
                        "'" + format + "' is a part of a date, which does not tell the date");
            }
            return new DateReader(format, field, Optional.empty());
        }
        DateWriter writer = DateWriter.of(format);
        DateReader reader = new DateReader(format, field, Optional.of(strict(format)));
        try {
            reader.parse(writer.text(LocalDateTime.of(1999, 12, 31, 23, 59, 58)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("the pattern '" + format + "' does not tell a date", e);
        }
        return reader;
    }

    /** Refuses the 30th of February instead of taking the 29th; minutes and seconds that are not written are 0. */
    private static DateTimeFormatter strict(String format) {
        return new DateTimeFormatterBuilder()
                .appendPattern(format)
                .parseDefaulting(ChronoField.ERA, 1)
                .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
                .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
                .parseDefaulting(ChronoField.NANO_OF_SECOND, 0)
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    boolean readsNumbers() {
        return field.isPresent();
    }

    /** The date that element {@code index} stands for, in UTC. */
    LocalDateTime read(Tensor values, int index) {
        if (values instanceof TextTensor texts) {
            try {
                return parse(texts.get(index));
            } catch (DateTimeException e) {
                throw new PipelineException(
                        ErrorCode.INVALID_INPUT,
                        "'values' element " + index + " is " + Types.quote(texts.get(index))
                                + ", which is no date of the form " + format,
                        e);
            }
        }
        long timestamp = ((NumericTensor) values).getLong(index);
        try {
            return field.orElseThrow().decode(timestamp);
        } catch (DateTimeException | ArithmeticException e) {
            throw new PipelineException(
                    ErrorCode.INVALID_INPUT,
                    "'values' element " + index + " is " + timestamp + ", beyond the dates that " + format
                            + " can tell",
                    e);
        }
    }

    /** What a text leaves out is the first there is: January, the 1st, midnight; without an offset it is UTC. */
    private LocalDateTime parse(String text) {
        TemporalAccessor parsed = pattern.orElseThrow()
                .parseBest(
                        text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from, YearMonth::from, Year::from);
        if (parsed instanceof OffsetDateTime date) {
            return date.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
        }
        if (parsed instanceof LocalDateTime date) {
            return date;
        }
        if (parsed instanceof LocalDate date) {
            return date.atStartOfDay();
        }
        return parsed instanceof YearMonth month
                ? month.atDay(1).atStartOfDay()
                : ((Year) parsed).atDay(1).atStartOfDay();
    }
}
