package dev.dormouse.engine;

/** Is told of every run of a step; must be quick and thread-safe. */
@FunctionalInterface
public interface StepListener {
    StepListener NONE = (step, nanos, failed) -> {};

    void onStep(String step, long nanos, boolean failed);
}
