package dev.dormouse.steps.kind;

import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OutputPort;
import java.util.List;

/** What the catalogue says of a kind that needs no file to know its ports. */
public record Entry(
        String name, String summary, List<Option> options, List<InputPort> inputs, List<OutputPort> outputs) {
    public Entry {
        options = List.copyOf(options);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
