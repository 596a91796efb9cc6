package dev.dormouse.step;

import java.util.List;

/** What a model takes and gives by name, where its file says no types of them; all in their order. */
public record PortNames(List<String> inputs, List<String> outputs) {
    /** Where the file does not say names either: one each. */
    public static final PortNames ONE_EACH = new PortNames(List.of("x"), List.of("y"));

    public PortNames {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
