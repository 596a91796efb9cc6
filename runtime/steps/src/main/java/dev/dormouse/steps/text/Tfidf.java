package dev.dormouse.steps.text;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.ErrorCode;
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
import java.util.List;

/**
 * Weighs the words of texts as scikit-learn's {@code TfidfVectorizer} does with its word analyzer and token pattern:
 * words are runs of two or more letters, digits or underscores; a term is one word or several with a space between.
 */
final class Tfidf extends PlainKind {
    private static final String SOURCE = "source";
    /** 256 MiB of weights. */
    private static final int MOST_ELEMENTS = 1 << 26;

    Tfidf() {
        super(new Entry(
                "tfidf",
                "Turns texts into term weights (TF-IDF), as scikit-learn's TfidfVectorizer.",
                List.of(
                        Option.required(
                                SOURCE,
                                OptionType.SOURCE,
                                "a JSON file {\"vocabulary\": {TERM: COLUMN}, \"idf\": [WEIGHT, …]}; the vectorizer's"
                                        + " vocabulary_ and idf_"),
                        Option.withDefault("lowercase", OptionType.BOOLEAN, true, "whether texts become lower case"),
                        Option.withDefault("minWords", OptionType.integer(1, 8), 1L, "the fewest words of a term"),
                        Option.withDefault("maxWords", OptionType.integer(1, 8), 1L, "the most words of a term"),
                        Option.withDefault(
                                "sublinear", OptionType.BOOLEAN, false, "whether a count becomes 1 + ln(count)"),
                        Option.withDefault(
                                "norm", OptionType.oneOf("l2", "l1", "none"), "l2", "what each row is divided by")),
                List.of(InputPort.required("text", "STRING[n]", "the texts")),
                List.of(new OutputPort("values", "FP32[n, k]", "k is the number of terms in the vocabulary"))));
    }

    @Override
    public Signature signature(Typing typing) {
        Vocabulary vocabulary = Vocabulary.read(typing.declaration().file(SOURCE));
        if (typing.options().integer("minWords") > typing.options().integer("maxWords")) {
            Types.refuse(
                    typing,
                    "minWords",
                    "'minWords' is more than 'maxWords'",
                    "write the two numbers of the vectorizer's ngram_range");
        }
        return Signature.of(
                "values",
                TensorType.of(Datatype.FP32, typing.dim("n"), Dim.of(vocabulary.size())),
                Signature.Rows.INDEPENDENT);
    }

    @Override
    public Step open(StepContext context) {
        TermWeights weights = new TermWeights(Vocabulary.read(context.file(SOURCE)), context.options());
        return inputs -> {
            TextTensor texts = (TextTensor) inputs[0];
            int rows = texts.shape().intDim(0);
            int columns = weights.columns();
            if ((long) rows * columns > MOST_ELEMENTS) {
                throw new PipelineException(
                        ErrorCode.TOO_LARGE,
                        "'text' has " + rows + " rows; at most " + MOST_ELEMENTS / columns + " fit with " + columns
                                + " terms");
            }
            NumericTensor out = NumericTensor.allocate(Datatype.FP32, Shape.of(rows, columns));
            for (int row = 0; row < rows; row++) {
                int first = row * columns;
                weights.of(texts.get(row)).forEach((column, weight) -> out.setDouble(first + column, weight));
            }
            return new Tensor[] {out};
        };
    }
}
