package dev.dormouse.steps.image;

import dev.dormouse.step.Declaration;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepKind;
import dev.dormouse.step.Typing;
import dev.dormouse.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * {@code centerCrop}: the middle of images, as torchvision's {@code center_crop}: the offset is half the difference,
 * rounded half to even; a side that is too short is filled up with black on both ends, the odd pixel at the far one.
 */
final class CenterCrop implements StepKind {
    @Override
    public String name() {
        return "centerCrop";
    }

    @Override
    public String summary() {
        return "Cuts out the middle of images, as torchvision does; what is too small gets a black border.";
    }

    @Override
    public List<Option> options() {
        return List.of(Sides.HEIGHT, Sides.WIDTH);
    }

    @Override
    public List<InputPort> inputs(Declaration declaration) {
        return List.of(ImageBatch.INPUT);
    }

    @Override
    public List<OutputPort> outputs() {
        return List.of(ImageBatch.output("UINT8[n, HEIGHT, WIDTH, channels]", "the middle of each image"));
    }

    @Override
    public Signature signature(Typing typing) {
        return Sides.signature(typing);
    }

    @Override
    public Step open(StepContext context) {
        int height = context.options().integer("height");
        int width = context.options().integer("width");
        return inputs -> {
            ImageBatch in = ImageBatch.of(inputs[0]);
            ImageBatch out = ImageBatch.allocate(in.count(), height, width, in.channels());
            copyMiddle(in, out);
            return new Tensor[] {out.tensor()};
        };
    }

    private static void copyMiddle(ImageBatch in, ImageBatch out) {
        Overlap down = Overlap.of(in.height(), out.height());
        Overlap across = Overlap.of(in.width(), out.width());
        int channels = in.channels();
        ByteBuffer source = in.bytes();
        ByteBuffer target = out.bytes();
        for (int image = 0; image < in.count(); image++) {
            for (int y = 0; y < down.size(); y++) {
                target.put(
                        out.rowStart(image, down.to() + y) + across.to() * channels,
                        source,
                        in.rowStart(image, down.from() + y) + across.from() * channels,
                        across.size() * channels);
            }
        }
    }

    /** Along one axis: how much is copied, from where in the input to where in the output. */
    private record Overlap(int from, int to, int size) {
        static Overlap of(int inputSize, int outputSize) {
            return outputSize > inputSize
                    ? new Overlap(0, (outputSize - inputSize) / 2, inputSize)
                    : new Overlap((int) Math.rint((inputSize - outputSize) / 2.0), 0, outputSize);
        }
    }
}
