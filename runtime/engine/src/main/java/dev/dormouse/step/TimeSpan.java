package dev.dormouse.step;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A duration of more than nothing and at most an hour, {@code 250ms} or {@code 2s}; the plan keeps the text. */
public record TimeSpan() implements OptionType {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,7})(?:\\.([0-9]{1,3}))? ?(ms|s)");
    private static final Duration LONGEST = Duration.ofHours(1);

    @Override
    public Checked check(@Nullable Object value) {
        Optional<Duration> duration = value instanceof String text ? read(text) : Optional.empty();
        return duration.filter(span -> !span.isZero() && span.compareTo(LONGEST) <= 0)
                        .isPresent()
                ? Checked.of(String.valueOf(value))
                : OptionType.refuse(this, value);
    }

    @Override
    public String describe() {
        return "a duration from 1ms to 3600s, as in 2s or 250ms";
    }

    /** What a checked text says. */
    public static Duration of(String text) {
        return read(text).orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not a duration"));
    }

    private static Optional<Duration> read(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        double number =
                Double.parseDouble(matcher.group(1) + "." + (matcher.group(2) == null ? "0" : matcher.group(2)));
        return Optional.of(Duration.ofMillis(Math.round(matcher.group(3).equals("s") ? number * 1000 : number)));
    }
}
