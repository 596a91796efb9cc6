package dev.dormouse.compiler.source;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an unquoted scalar means, by the core schema of YAML 1.2 (chapter 10.3.2 of its specification); JSON's is a part. */
final class CoreSchema {
    private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
    private static final Pattern REAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    private CoreSchema() {}

    /** A String, Long, Double, Boolean or null; an integer beyond a long becomes the nearest double. */
    static @Nullable Object resolve(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> null;
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            case ".nan", ".NaN", ".NAN" -> Double.NaN;
            case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> Double.POSITIVE_INFINITY;
            case "-.inf", "-.Inf", "-.INF" -> Double.NEGATIVE_INFINITY;
            default -> {
                Optional<Object> number = number(text);
                yield number.isPresent() ? number.get() : text;
            }
        };
    }

    private static Optional<Object> number(String text) {
        if (DECIMAL.matcher(text).matches()) {
            return Optional.of(integer(text, 10));
        }
        if (OCTAL.matcher(text).matches()) {
            return Optional.of(integer(text.substring(2), 8));
        }
        if (HEXADECIMAL.matcher(text).matches()) {
            return Optional.of(integer(text.substring(2), 16));
        }
        return REAL.matcher(text).matches() ? Optional.of(Double.parseDouble(text)) : Optional.empty();
    }

    private static Object integer(String digits, int radix) {
        try {
            return Long.parseLong(digits, radix);
        } catch (NumberFormatException beyondLong) {
            return radix == 10 ? Double.parseDouble(digits) : unsigned(digits, radix);
        }
    }

    private static double unsigned(String digits, int radix) {
        double value = 0;
        for (int i = 0; i < digits.length(); i++) {
            value = value * radix + Character.digit(digits.charAt(i), radix);
        }
        return value;
    }
}
