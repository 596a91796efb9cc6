package dev.dormouse.compiler.manifest;

/** An example for a manifest, or why there is none. */
public sealed interface BareExample {
    /** Inputs and outputs as JSON objects, each on one line. */
    record Answered(String inputs, String outputs) implements BareExample {}

    /** The reason is a clause. */
    record Missing(String reason) implements BareExample {}
}
