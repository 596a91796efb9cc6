package dev.dormouse.steps.image;

import dev.dormouse.plan.Options;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.tensor.Shape;

/** Where the channels stand among a tensor's dims. */
enum Layout {
    NCHW(1),
    NHWC(3);

    static final Option OPTION = Option.withDefault(
            "layout", OptionType.oneOf("NCHW", "NHWC"), "NCHW", "NCHW: channels before height and width; NHWC: after");

    private final int channelAxis;

    Layout(int channelAxis) {
        this.channelAxis = channelAxis;
    }

    static Layout of(Options options) {
        return valueOf(options.string("layout"));
    }

    int channelAxis() {
        return channelAxis;
    }

    Shape shape(int count, int height, int width, int channels) {
        return this == NCHW ? Shape.of(count, channels, height, width) : Shape.of(count, height, width, channels);
    }
}
