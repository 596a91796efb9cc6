package dev.dormouse.step;

import dev.dormouse.plan.Options;
import dev.dormouse.plan.TensorType;
import java.nio.file.Path;
import java.util.List;

/**
 * What a step is opened with.
 *
 * @param inputs the wired input ports with the types that the plan gives them, in the plan's order
 * @param outputs the outputs that somebody reads, with their types, in the plan's order
 */
public record StepContext(Declaration declaration, List<Wire> inputs, List<Wire> outputs) {
    public StepContext {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    public Options options() {
        return declaration.options();
    }

    public Path file(String option) {
        return declaration.file(option);
    }

    /** The position of an input in {@link Step#run}'s array, or -1 when it is not wired. */
    public int inputIndex(String port) {
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).port().equals(port)) {
                return i;
            }
        }
        return -1;
    }

    /** A port with the type that the plan gives it. */
    public record Wire(String port, TensorType type) {}
}
