package dev.dormouse.steps.image;

import dev.dormouse.plan.Dim;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepKind;
import dev.dormouse.step.Typing;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;

/** {@code grayscale}: three channels to one, by {@link Luma}. */
final class Grayscale implements StepKind {
    @Override
    public String name() {
        return "grayscale";
    }

    @Override
    public String summary() {
        return "Turns colour images into gray ones with one channel, as Pillow's convert('L').";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public List<InputPort> inputs(Declaration declaration) {
        return List.of(InputPort.required("image", "UINT8[n, height, width, 3]", "colour images of one size"));
    }

    @Override
    public List<OutputPort> outputs() {
        return List.of(ImageBatch.output("UINT8[n, height, width, 1]", "the brightness"));
    }

    @Override
    public Signature signature(Typing typing) {
        return Signature.of(
                "image",
                Typing.type(Datatype.UINT8, typing.dim("n"), typing.dim("height"), typing.dim("width"), Dim.of(1)),
                Signature.Rows.INDEPENDENT);
    }

    @Override
    public Step open(StepContext context) {
        return inputs -> new Tensor[] {toGray(ImageBatch.of(inputs[0])).tensor()};
    }

    private static ImageBatch toGray(ImageBatch in) {
        ImageBatch out = ImageBatch.allocate(in.count(), in.height(), in.width(), 1);
        ByteBuffer source = in.bytes();
        ByteBuffer target = out.bytes();
        while (target.hasRemaining()) {
            int red = Byte.toUnsignedInt(source.get());
            int green = Byte.toUnsignedInt(source.get());
            int blue = Byte.toUnsignedInt(source.get());
            target.put(Luma.of(red, green, blue));
        }
        return out;
    }
}
