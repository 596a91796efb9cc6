package dev.dormouse.steps.image;

import dev.dormouse.step.Declaration;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepKind;
import dev.dormouse.step.Typing;
import dev.dormouse.tensor.Tensor;
import java.util.List;

/** {@code resize}: images to one height and width, with the numbers of Pillow's {@code Image.resize}. */
final class Resize implements StepKind {
    @Override
    public String name() {
        return "resize";
    }

    @Override
    public String summary() {
        return "Resizes images to a height and width, as Pillow does; the aspect ratio is not kept.";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Sides.HEIGHT,
                Sides.WIDTH,
                Option.withDefault(
                        "filter",
                        OptionType.oneOf("nearest", "box", "bilinear", "hamming", "bicubic", "lanczos", "area"),
                        "bilinear",
                        "how pixels are mixed, by Pillow's names, rows first as Pillow does up to 12; area is another word for box"));
    }

    @Override
    public List<InputPort> inputs(Declaration declaration) {
        return List.of(ImageBatch.INPUT);
    }

    @Override
    public List<OutputPort> outputs() {
        return List.of(ImageBatch.output("UINT8[n, HEIGHT, WIDTH, channels]", "the images in the size asked for"));
    }

    @Override
    public Signature signature(Typing typing) {
        return Sides.signature(typing);
    }

    @Override
    public Step open(StepContext context) {
        int height = context.options().integer("height");
        int width = context.options().integer("width");
        ResizeFilter filter = ResizeFilter.of(context.options().string("filter"));
        return inputs -> {
            ImageBatch in = ImageBatch.of(inputs[0]);
            ImageBatch out = ImageBatch.allocate(in.count(), height, width, in.channels());
            if (filter == ResizeFilter.NEAREST) {
                new NearestResampler(in, out).run();
            } else {
                new Resampler(in, out, filter).run();
            }
            return new Tensor[] {out.tensor()};
        };
    }
}
