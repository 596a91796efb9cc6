package dev.dormouse.plan;

/** A named, typed input of a pipeline. */
public record Port(String name, TensorType type) {
    public Port {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("an input needs a name");
        }
    }
}
