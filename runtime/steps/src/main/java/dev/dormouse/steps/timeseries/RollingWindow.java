package dev.dormouse.steps.timeseries;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.Typing;
import dev.dormouse.steps.kind.Assembler;
import dev.dormouse.steps.kind.Entry;
import dev.dormouse.steps.kind.PlainKind;
import dev.dormouse.steps.kind.Types;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Each row with those that follow it: of n rows n - size + 1 windows, as {@code numpy.lib.stride_tricks.sliding_window_view}
 * along the first axis with the window as second one. OVH's {@code batch_size}.
 */
final class RollingWindow extends PlainKind {
    RollingWindow() {
        super(new Entry(
                "rollingWindow",
                "Makes windows of neighbouring rows: of n rows n - size + 1, each with size rows.",
                List.of(Option.required("size", OptionType.integer(1, 1 << 20), "rows in a window")),
                List.of(InputPort.required("values", "ANY[n, ...]", "rows in the order of time")),
                List.of(new OutputPort("values", "ANY[n - size + 1, size, ...]", "the windows"))));
    }

    @Override
    public Signature signature(Typing typing) {
        TensorType type = typing.input("values");
        long size = typing.options().integer("size");
        if (type.dim(0) instanceof Dim.Fixed rows && rows.size() < size) {
            Types.refuse(
                    typing,
                    "size",
                    type + " has fewer rows than one window of " + size,
                    "write at most " + rows.size());
            return Signature.of("values", type, Signature.Rows.MIXED);
        }
        List<Dim> dims = new ArrayList<>(type.dims());
        dims.set(0, type.dim(0) instanceof Dim.Fixed rows ? Dim.of(rows.size() - size + 1) : typing.newDim("windows"));
        dims.add(1, Dim.of(size));
        return Signature.of("values", new TensorType(type.datatype(), dims), Signature.Rows.MIXED);
    }

    @Override
    public Step open(StepContext context) {
        int size = context.options().integer("size");
        return inputs -> new Tensor[] {windows(inputs[0], size)};
    }

    private static Tensor windows(Tensor values, int size) {
        Shape shape = values.shape();
        if (shape.dim(0) < size) {
            throw PipelineException.invalidInput(
                    "'values' has the shape " + shape + "; a window needs " + size + " rows");
        }
        int windows = shape.intDim(0) - size + 1;
        int row = Math.toIntExact(shape.count(1, shape.rank()));
        Assembler out =
                Assembler.of(values.datatype(), shape.withDim(0, windows).insert(1, size));
        for (int i = 0; i < windows; i++) {
            out.copy(values, i * row, i * size * row, size * row);
        }
        return out.tensor();
    }
}
