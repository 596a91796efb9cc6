package dev.dormouse.compiler.mutation;

/** A manifest with one mistake, and what the mistake is. */
record Mutant(String mistake, String text) {}
