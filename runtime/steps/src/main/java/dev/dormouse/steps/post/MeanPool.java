package dev.dormouse.steps.post;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.Typing;
import dev.dormouse.steps.kind.Entry;
import dev.dormouse.steps.kind.Lanes;
import dev.dormouse.steps.kind.PlainKind;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * The mean of each text's token vectors, padding left out: Σ mask·x / Σ mask, as sentence-transformers; zeros where the
 * mask is all zero. Whatever stands at masked places, NaN too, does not count. Sums are in double.
 */
final class MeanPool extends PlainKind {
    MeanPool() {
        super(new Entry(
                "meanPool",
                "Averages the token vectors of each text, leaving padding out.",
                List.of(),
                List.of(
                        InputPort.required("values", "FLOATING[n, sequence, k]", "a vector for each token"),
                        InputPort.required("mask", "BOOL|INTEGER[n, sequence]", "not 0 where a token counts")),
                List.of(new OutputPort("values", "FLOATING[n, k]", "a vector for each text"))));
    }

    @Override
    public Signature signature(Typing typing) {
        TensorType values = typing.input("values");
        TensorType out = TensorType.of(values.datatype(), typing.dim("n"), values.dim(2));
        return Signature.of("values", out, Signature.Rows.INDEPENDENT);
    }

    @Override
    public Step open(StepContext context) {
        int values = context.inputIndex("values");
        int mask = context.inputIndex("mask");
        return inputs -> new Tensor[] {pool((NumericTensor) inputs[values], (NumericTensor) inputs[mask])};
    }

    private static NumericTensor pool(NumericTensor values, NumericTensor mask) {
        Shape shape = values.shape();
        if (!mask.shape().equals(shape.remove(2))) {
            throw PipelineException.invalidInput("'mask' has the shape " + mask.shape() + ", but 'values' has " + shape
                    + "; [n, sequence] must agree");
        }
        int sequence = shape.intDim(1);
        int width = shape.intDim(2);
        NumericTensor out = NumericTensor.allocate(values.datatype(), shape.remove(1));
        IntToDoubleFunction read = Lanes.reader(values);
        Lanes.Writer write = Lanes.writer(out);
        for (int row = 0; row < shape.intDim(0); row++) {
            double[] sums = new double[width];
            int count = 0;
            for (int token = 0; token < sequence; token++) {
                int at = row * sequence + token;
                if (mask.getLong(at) != 0) {
                    count++;
                    for (int i = 0; i < width; i++) {
                        sums[i] += read.applyAsDouble(at * width + i);
                    }
                }
            }
            for (int i = 0; i < width; i++) {
                write.set(row * width + i, sums[i] / Math.max(count, 1));
            }
        }
        return out;
    }
}
