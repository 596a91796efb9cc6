package dev.dormouse.steps.post;

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
import dev.dormouse.steps.kind.Entry;
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

/**
 * Cuts the answer to a question out of its text, as the question-answering pipeline of transformers does: softmax over
 * the tokens of the context and the first token, the place of "no answer", which takes its share of the probability but
 * is no answer itself; then the start and end with the largest product, the first of equals. Of a text in several windows
 * the best answer counts, each window's probability its own.
 */
final class AnswerSpan extends PlainKind {
    AnswerSpan() {
        super(new Entry(
                "answerSpan",
                "Cuts the most probable answer to a question out of its text.",
                List.of(Option.withDefault(
                        "maxTokens", OptionType.integer(1, 100_000), 15L, "how many tokens an answer may have")),
                List.of(
                        InputPort.required(
                                "start", "FLOATING[windows, sequence]", "each token's score to begin the answer"),
                        InputPort.required(
                                "end", "FLOATING[windows, sequence]", "each token's score to end the answer"),
                        InputPort.required(
                                "context",
                                "INT64[windows, sequence]",
                                "1 for the tokens of the text, 0 or less for the question's: a pair's sequence_ids"),
                        InputPort.required(
                                "offsets",
                                "INT64[windows, sequence, 2]",
                                "where each token stands in the text, code points"),
                        InputPort.required("text", "STRING[n]", "the texts"),
                        Windows.port()),
                List.of(
                        new OutputPort("answer", "STRING[n]", "the piece of the text"),
                        new OutputPort("score", "FP32[n]", "its probability"),
                        new OutputPort("from", "INT64[n]", "where it begins, code points"),
                        new OutputPort("to", "INT64[n]", "where it ends, code points"))));
    }

    @Override
    public Signature signature(Typing typing) {
        Dim rows = Windows.texts(typing);
        Map<String, TensorType> outputs = new LinkedHashMap<>();
        outputs.put("answer", TensorType.of(Datatype.STRING, rows));
        outputs.put("score", TensorType.of(Datatype.FP32, rows));
        outputs.put("from", TensorType.of(Datatype.INT64, rows));
        outputs.put("to", TensorType.of(Datatype.INT64, rows));
        return new Signature(outputs, Windows.rows(typing));
    }

    @Override
    public Step open(StepContext context) {
        int maxTokens = context.options().integer("maxTokens");
        int start = context.inputIndex("start");
        int end = context.inputIndex("end");
        int mask = context.inputIndex("context");
        int offsets = context.inputIndex("offsets");
        int text = context.inputIndex("text");
        return inputs -> {
            requireShapes(inputs[start].shape(), inputs[end], inputs[mask], inputs[offsets]);
            List<String> texts = ((TextTensor) inputs[text]).values();
            List<List<Integer>> windows =
                    Windows.ofTexts(context, inputs, inputs[start].shape().intDim(0), texts.size());
            NumericTensor places = (NumericTensor) inputs[offsets];
            AnswerFinder finder = new AnswerFinder(
                    (NumericTensor) inputs[start],
                    (NumericTensor) inputs[end],
                    (NumericTensor) inputs[mask],
                    places,
                    maxTokens);
            return Types.pick(context, answers(finder, places, windows, texts));
        };
    }

    private static void requireShapes(Shape tokens, Tensor end, Tensor mask, Tensor offsets) {
        boolean agree = end.shape().equals(tokens)
                && mask.shape().equals(tokens)
                && offsets.shape().equals(Shape.of(tokens.dim(0), tokens.dim(1), 2));
        if (!agree) {
            throw PipelineException.invalidInput("'start' has the shape " + tokens + ", 'end' " + end.shape()
                    + ", 'context' " + mask.shape() + ", 'offsets' " + offsets.shape()
                    + "; rows and the sequence must agree");
        }
    }

    private static Map<String, Tensor> answers(
            AnswerFinder finder, NumericTensor offsets, List<List<Integer>> windows, List<String> texts) {
        int rows = texts.size();
        int sequence = offsets.shape().intDim(1);
        String[] answers = new String[rows];
        float[] scores = new float[rows];
        long[] from = new long[rows];
        long[] to = new long[rows];
        for (int row = 0; row < rows; row++) {
            AnswerFinder.Span best = finder.best(row, windows.get(row));
            int tokens = best.window() * sequence;
            from[row] = offsets.getLong(2 * (tokens + best.first()));
            to[row] = offsets.getLong(2 * (tokens + best.last()) + 1);
            answers[row] = CodePoints.cut(texts.get(row), from[row], to[row]);
            scores[row] = (float) best.score();
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put("answer", TextTensor.of(answers));
        outputs.put("score", NumericTensor.of(Shape.of(rows), scores));
        outputs.put("from", NumericTensor.of(Shape.of(rows), from));
        outputs.put("to", NumericTensor.of(Shape.of(rows), to));
        return outputs;
    }
}
