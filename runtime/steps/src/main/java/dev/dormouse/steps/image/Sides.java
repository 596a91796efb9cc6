package dev.dormouse.steps.image;

import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;

/** The options that give an output's size. */
final class Sides {
    private static final OptionType PIXELS = OptionType.integer(1, 16384);

    static final Option HEIGHT = Option.required("height", PIXELS, "height of the result in pixels");
    static final Option WIDTH = Option.required("width", PIXELS, "width of the result in pixels");

    private Sides() {}
}
