package dev.dormouse.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people type them. */
final class Durations {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(s|m|h)");

    private Durations() {}

    /** @throws CommandFailure if it is none; the message names the option */
    static Duration parse(String option, String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw CommandFailure.unusable(
                    option + " " + text + " is no duration", option + " with a number and s, m or h, as in 90s or 5m");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }
}
