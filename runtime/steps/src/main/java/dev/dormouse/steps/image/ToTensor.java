package dev.dormouse.steps.image;

import dev.dormouse.plan.Dim;
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
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;

/** {@code toTensor}: samples 0..255 to FP32 times {@code scale}, in the layout that the model takes. */
final class ToTensor implements StepKind {
    @Override
    public String name() {
        return "toTensor";
    }

    @Override
    public String summary() {
        return "Turns images into FP32, samples times scale, in NCHW or NHWC layout.";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Layout.OPTION,
                Option.withDefault(
                        "scale",
                        OptionType.NUMBER,
                        0.00392156862,
                        "what samples 0..255 are multiplied by; 1/255 if left out"));
    }

    @Override
    public List<InputPort> inputs(Declaration declaration) {
        return List.of(ImageBatch.INPUT);
    }

    @Override
    public List<OutputPort> outputs() {
        return List.of(new OutputPort(
                "values",
                "FP32[n, channels, height, width]",
                "the scaled samples; FP32[n, height, width, channels] in NHWC"));
    }

    @Override
    public Signature signature(Typing typing) {
        Dim n = typing.dim("n");
        Dim height = typing.dim("height");
        Dim width = typing.dim("width");
        Dim channels = typing.dim("channels");
        return Signature.of(
                "values",
                Layout.of(typing.options()) == Layout.NCHW
                        ? Typing.type(Datatype.FP32, n, channels, height, width)
                        : Typing.type(Datatype.FP32, n, height, width, channels),
                Signature.Rows.INDEPENDENT);
    }

    @Override
    public Step open(StepContext context) {
        Layout layout = Layout.of(context.options());
        double scale = context.options().number("scale");
        float[] scaled = new float[256];
        for (int sample = 0; sample < scaled.length; sample++) {
            scaled[sample] = (float) (sample * scale);
        }
        return inputs -> new Tensor[] {toTensor(ImageBatch.of(inputs[0]), layout, scaled)};
    }

    private static Tensor toTensor(ImageBatch in, Layout layout, float[] scaled) {
        Shape shape = layout.shape(in.count(), in.height(), in.width(), in.channels());
        ImageBatch.requireFits(shape, Datatype.FP32);
        NumericTensor out = NumericTensor.allocate(Datatype.FP32, shape);
        ByteBuffer source = in.bytes();
        FloatBuffer target = out.floats();
        if (layout == Layout.NHWC) {
            while (target.hasRemaining()) {
                target.put(scaled[Byte.toUnsignedInt(source.get())]);
            }
            return out;
        }
        int channels = in.channels();
        int plane = in.height() * in.width();
        for (int image = 0; image < in.count(); image++) {
            int begin = image * channels * plane;
            for (int c = 0; c < channels; c++) {
                for (int i = 0; i < plane; i++) {
                    target.put(scaled[Byte.toUnsignedInt(source.get(begin + i * channels + c))]);
                }
            }
        }
        return out;
    }
}
