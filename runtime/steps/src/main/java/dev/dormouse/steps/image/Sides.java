package dev.dormouse.steps.image;

import dev.dormouse.plan.Dim;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Typing;
import dev.dormouse.tensor.Datatype;

/** The options that give the size of images that come out. */
final class Sides {
    private static final OptionType PIXELS = OptionType.integer(1, 16384);

    static final Option HEIGHT = Option.required("height", PIXELS, "height of the result in pixels");
    static final Option WIDTH = Option.required("width", PIXELS, "width of the result in pixels");

    private Sides() {}

    /** As many images with as many channels, of the size asked for. */
    static Signature signature(Typing typing) {
        Dim height = Dim.of(typing.options().integer("height"));
        Dim width = Dim.of(typing.options().integer("width"));
        return Signature.of(
                "image",
                Typing.type(Datatype.UINT8, typing.dim("n"), height, width, typing.dim("channels")),
                Signature.Rows.INDEPENDENT);
    }
}
