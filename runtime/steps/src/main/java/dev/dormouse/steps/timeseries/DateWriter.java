package dev.dormouse.steps.timeseries;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Writes dates: as numbers by a {@link DateField}, or as texts by a {@link DateTimeFormatter} pattern, in English. */
record DateWriter(Optional<DateField> field, Optional<DateTimeFormatter> pattern) {

    /**
     * A writer for a field's name or a pattern.
     *
     * @throws IllegalArgumentException with what is wrong when dates cannot be written that way
     */
    static DateWriter of(String format) {
        Optional<DateField> field = DateField.find(format);
        if (field.isPresent()) {
            return new DateWriter(field, Optional.empty());
        }
        DateWriter writer = new DateWriter(field, Optional.of(pattern(format)));
        try {
            writer.text(LocalDateTime.of(1970, 1, 1, 0, 0));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("the pattern '" + format + "' cannot write a date", e);
        }
        return writer;
    }

    /** A pattern of letters as java.time reads them; a word that names no field is caught there. */
    static DateTimeFormatter pattern(String format) {
        try {
            return DateTimeFormatter.ofPattern(format, Locale.ENGLISH);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + format + "' is neither a date field nor a pattern: " + e.getMessage(), e);
        }
    }

    boolean writesNumbers() {
        return field.isPresent();
    }

    /** The number for a date; only for a field. */
    long number(LocalDateTime date) {
        return field.orElseThrow().encode(date);
    }

    /** The text for a date: by the pattern, or the digits of the field's number. */
    String text(LocalDateTime date) {
        return pattern.isPresent() ? pattern.get().format(date.atZone(ZoneOffset.UTC)) : Long.toString(number(date));
    }
}
