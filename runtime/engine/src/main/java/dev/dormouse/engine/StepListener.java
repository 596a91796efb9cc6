package dev.dormouse.engine;

/** Is told of every run of a step, and of every request in which it did not run; must be quick and thread-safe. */
@FunctionalInterface
public interface StepListener {
    StepListener NONE = (step, nanos, failed) -> {};

    void onStep(String step, long nanos, boolean failed);

    /** A condition, or one of an earlier step, kept the step from the request's rows. */
    default void onSkip(String step) {}
}
