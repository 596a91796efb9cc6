package dev.dormouse.step;

import dev.dormouse.plan.Port;

/** A named input of a step: the pattern its type must match, whether it may stay unwired, and a sentence for people. */
public record InputPort(String name, TypePattern pattern, boolean optional, String description) {
    /** A port that takes the type of another one, dims by their names. */
    public static InputPort of(Port port) {
        return new InputPort(port.name(), TypePattern.of(port.type()), false, "");
    }

    public static InputPort required(String name, String pattern, String description) {
        return new InputPort(name, TypePattern.parse(pattern), false, description);
    }

    public static InputPort optional(String name, String pattern, String description) {
        return new InputPort(name, TypePattern.parse(pattern), true, description);
    }
}
