package dev.dormouse.step;

/** A named output of a step for the catalogue; {@code type} is text such as {@code FP32[n, k]}. */
public record OutputPort(String name, String type, String description) {}
