package dev.dormouse.pmml;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/** Values of a field as Java has them: Double, Long, Boolean, String, and an Instant in UTC for dates and times. */
final class FieldValues {
    private FieldValues() {}

    /** A value as a file or a tensor of texts writes it; empty if it is none of that type. */
    static Optional<Object> parse(String text, FieldType type) {
        try {
            return Optional.of(
                    switch (type) {
                        case DOUBLE, FLOAT -> number(text);
                        case INTEGER, COUNT -> whole(text.strip());
                        case BOOLEAN -> flag(text.strip());
                        case STRING -> text;
                        case DATE -> LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
                        case TIME ->
                            LocalTime.parse(text).atDate(LocalDate.EPOCH).toInstant(ZoneOffset.UTC);
                        case DATE_TIME -> moment(text);
                    });
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Double number(String text) {
        double value = Double.parseDouble(text);
        if (Double.isNaN(value)) {
            throw new NumberFormatException(text);
        }
        return value + 0.0;
    }

    /** Files write 1.0 too. */
    private static Long whole(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            double value = Double.parseDouble(text);
            if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
                throw e;
            }
            return (long) value;
        }
    }

    private static Boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    /** A time without an offset is in UTC. */
    private static Instant moment(String text) {
        String iso = text.replace(' ', 'T');
        return iso.matches(".*T.*(Z|[+-]\\d\\d:?\\d\\d)")
                ? OffsetDateTime.parse(iso).toInstant()
                : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    }

    /** For messages: whole numbers without ".0". */
    static String text(Object value) {
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
            return Long.toString(number.longValue());
        }
        return value instanceof String text ? "'" + text + "'" : String.valueOf(value);
    }
}
