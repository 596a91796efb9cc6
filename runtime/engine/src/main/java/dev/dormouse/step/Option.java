package dev.dormouse.step;

import java.util.Optional;

/**
 * A key that {@code with:} may hold. {@code defaultValue} is in plain form (string, long, double, boolean, list); an
 * option without one is either required or simply absent.
 */
public record Option(
        String name, OptionType type, boolean required, Optional<Object> defaultValue, String description) {

    public static Option required(String name, OptionType type, String description) {
        return new Option(name, type, true, Optional.empty(), description);
    }

    public static Option optional(String name, OptionType type, String description) {
        return new Option(name, type, false, Optional.empty(), description);
    }

    public static Option withDefault(String name, OptionType type, Object value, String description) {
        return new Option(name, type, false, Optional.of(value), description);
    }
}
