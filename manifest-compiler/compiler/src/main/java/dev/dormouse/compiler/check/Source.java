package dev.dormouse.compiler.check;

/** Where a value comes from: a pipeline input, or an output of a step; numbers are positions in the manifest. */
sealed interface Source {
    record FromInput(int input) implements Source {}

    record FromStep(int step, String output) implements Source {}
}
