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
import dev.dormouse.steps.kind.Types;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** Names the class with the highest score of each row; the first one of equals. A NaN score is a failure, not a label. */
final class Label extends PlainKind {
    Label() {
        super(new Entry(
                "label",
                "Names the class with the highest score of each row, and gives that score.",
                List.of(Labels.option("a label for each class, or a file with a JSON list or map of them")),
                List.of(InputPort.required("scores", "FLOATING[n, k]", "a score for each class")),
                List.of(
                        new OutputPort("label", "STRING[n]", "the label of the highest score"),
                        new OutputPort("score", "FLOATING[n]", "that score"))));
    }

    @Override
    public Signature signature(Typing typing) {
        TensorType scores = typing.input("scores");
        Labels.check(typing, Labels.of(typing.declaration()), "scores", scores.dim(1));
        Map<String, TensorType> outputs = new LinkedHashMap<>();
        outputs.put("label", TensorType.of(Datatype.STRING, scores.dim(0)));
        outputs.put("score", TensorType.of(scores.datatype(), scores.dim(0)));
        return new Signature(outputs, Signature.Rows.INDEPENDENT);
    }

    @Override
    public Step open(StepContext context) {
        List<String> labels = Labels.of(context.declaration());
        return inputs -> {
            Labels.require(labels, "scores", inputs[0].shape());
            return Types.pick(context, choose((NumericTensor) inputs[0], labels));
        };
    }

    private static Map<String, Tensor> choose(NumericTensor scores, List<String> labels) {
        int rows = scores.shape().intDim(0);
        int columns = labels.size();
        String[] chosen = new String[rows];
        NumericTensor best = NumericTensor.allocate(scores.datatype(), Shape.of(rows));
        IntToDoubleFunction read = Lanes.reader(scores);
        for (int row = 0; row < rows; row++) {
            int winner = 0;
            double high = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < columns; i++) {
                double score = read.applyAsDouble(row * columns + i);
                if (Double.isNaN(score)) {
                    throw PipelineException.invalidInput("the score of '" + labels.get(i) + "' in row " + row
                            + " is NaN: a value was missing (null) or far out of range");
                }
                if (score > high) {
                    high = score;
                    winner = i;
                }
            }
            chosen[row] = labels.get(winner);
            best.setDouble(row, high);
        }
        return Map.of("label", TextTensor.of(chosen), "score", best);
    }
}
