package dev.dormouse.steps.image;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Problem;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepKind;
import dev.dormouse.step.Typing;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** {@code normalizeImage}: (value - mean) / std for each channel, in FP32 as torchvision's {@code Normalize}. */
final class NormalizeImage implements StepKind {
    @Override
    public String name() {
        return "normalizeImage";
    }

    @Override
    public String summary() {
        return "Subtracts each channel's mean and divides by its standard deviation.";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.required("mean", OptionType.NUMBERS, "one number per channel"),
                Option.required("std", OptionType.NUMBERS, "one number per channel, none of them 0"),
                Layout.OPTION);
    }

    @Override
    public List<InputPort> inputs(Declaration declaration) {
        return List.of(InputPort.required("values", "FP32[?, ?, ?, ?]", "images as toTensor makes them"));
    }

    @Override
    public List<OutputPort> outputs() {
        return List.of(new OutputPort("values", "FP32[n, channels, height, width]", "as large as the input"));
    }

    @Override
    public Signature signature(Typing typing) {
        double[] mean = typing.options().numbers("mean");
        double[] std = typing.options().numbers("std");
        if (mean.length != std.length) {
            typing.problems()
                    .report(
                            Problem.Place.option("std"),
                            Problem.Rule.OPTION,
                            "mean has " + mean.length + " numbers, but std has " + std.length,
                            "give one number per channel in both");
        }
        if (Arrays.stream(std).anyMatch(value -> (float) value == 0)) {
            typing.problems()
                    .report(
                            Problem.Place.option("std"),
                            Problem.Rule.OPTION,
                            "std holds a 0",
                            "values are divided by it; give numbers other than 0");
        }
        Layout layout = Layout.of(typing.options());
        Dim channels = typing.input("values").dim(layout.channelAxis());
        typing.requireDim(
                channels,
                mean.length,
                Problem.Place.option("mean"),
                "mean has " + mean.length + " numbers, but 'values' has " + channels + " channels as " + layout,
                "give one number per channel, or check the layout");
        return Signature.of("values", typing.input("values"), Signature.Rows.INDEPENDENT);
    }

    @Override
    public Step open(StepContext context) {
        Layout layout = Layout.of(context.options());
        float[] mean = toFloats(context.options().numbers("mean"));
        float[] std = toFloats(context.options().numbers("std"));
        return inputs -> new Tensor[] {normalize((NumericTensor) inputs[0], layout, mean, std)};
    }

    private static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static Tensor normalize(NumericTensor in, Layout layout, float[] mean, float[] std) {
        Shape shape = in.shape();
        if (shape.dim(layout.channelAxis()) != mean.length) {
            throw PipelineException.invalidInput(
                    "'values' must have " + mean.length + " channels as " + layout + ", but its shape is " + shape);
        }
        NumericTensor out = NumericTensor.allocate(Datatype.FP32, shape);
        FloatBuffer source = in.floats();
        FloatBuffer target = out.floats();
        int inner = Math.toIntExact(shape.count(layout.channelAxis() + 1, shape.rank()));
        for (int channel = 0; target.hasRemaining(); channel = (channel + 1) % mean.length) {
            for (int i = 0; i < inner; i++) {
                target.put((source.get() - mean[channel]) / std[channel]);
            }
        }
        return out;
    }
}
