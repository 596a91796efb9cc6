package dev.dormouse.steps.timeseries;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A number that stands for a date or for a part of it, in UTC; the names are those of OVH's datetime_encoder, and
 * DAYOFYEAR and SECONDOFMINUTE. OVH writes weeks for TS_D by mistake; ours is days. A TS_ number counts whole units since 1970-01-01T00:00; the unit under way does not
 * count, so that before 1970 the number is rounded towards 0.
 */
enum DateField {
    YEAR(ChronoField.YEAR, null),
    MONTH(ChronoField.MONTH_OF_YEAR, null),
    DAYOFMONTH(ChronoField.DAY_OF_MONTH, null),
    DAYOFYEAR(ChronoField.DAY_OF_YEAR, null),
    /** Monday is 1. */
    DAYOFWEEK(ChronoField.DAY_OF_WEEK, null),
    HOUROFDAY(ChronoField.HOUR_OF_DAY, null),
    MINUTEOFHOUR(ChronoField.MINUTE_OF_HOUR, null),
    SECONDOFMINUTE(ChronoField.SECOND_OF_MINUTE, null),
    TS_Y(null, ChronoUnit.YEARS),
    TS_MO(null, ChronoUnit.MONTHS),
    TS_D(null, ChronoUnit.DAYS),
    TS_H(null, ChronoUnit.HOURS),
    TS_MI(null, ChronoUnit.MINUTES),
    TS_S(null, ChronoUnit.SECONDS),
    TS_MS(null, ChronoUnit.MILLIS),
    TS_US(null, ChronoUnit.MICROS),
    TS_NS(null, ChronoUnit.NANOS);

    private static final LocalDateTime EPOCH = LocalDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC);

    private final @Nullable ChronoField part;
    private final @Nullable ChronoUnit unit;

    DateField(@Nullable ChronoField part, @Nullable ChronoUnit unit) {
        this.part = part;
        this.unit = unit;
    }

    /** The field of that name, upper or lower case. */
    static Optional<DateField> find(String name) {
        String wanted = name.toUpperCase(Locale.ROOT);
        for (DateField field : values()) {
            if (field.name().equals(wanted)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    /** Whether a date can be told from the number. */
    boolean isTimestamp() {
        return unit != null;
    }

    /**
     * The number for a date.
     *
     * @throws ArithmeticException if a long cannot hold it
     */
    long encode(LocalDateTime date) {
        return unit != null ? unit.between(EPOCH, date) : date.getLong(Objects.requireNonNull(part));
    }

    /**
     * The date for a timestamp.
     *
     * @throws java.time.DateTimeException if there is no such date
     * @throws ArithmeticException if there is no such date
     */
    LocalDateTime decode(long timestamp) {
        return EPOCH.plus(timestamp, Objects.requireNonNull(unit));
    }
}
