package dev.dormouse.steps.post;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.tensor.NumericTensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The search of {@link AnswerSpan} for one request; scores and context are [windows, sequence], offsets [windows,
 * sequence, 2]. */
final class AnswerFinder {
    private final NumericTensor starts;
    private final NumericTensor ends;
    private final NumericTensor context;
    private final NumericTensor offsets;
    private final int sequence;
    private final int maxTokens;

    AnswerFinder(
            NumericTensor starts, NumericTensor ends, NumericTensor context, NumericTensor offsets, int maxTokens) {
        this.starts = starts;
        this.ends = ends;
        this.context = context;
        this.offsets = offsets;
        this.sequence = starts.shape().intDim(1);
        this.maxTokens = maxTokens;
    }

    /** An answer's window, its first and last token there, and its probability. */
    record Span(int window, int first, int last, double score) {}

    /**
     * The best answer of a text in its windows, the first of equals.
     *
     * @throws PipelineException INVALID_INPUT if no token is of the context, or a score is no number
     */
    Span best(int text, List<Integer> windows) {
        Span best = null;
        for (int window : windows) {
            Span found = best(window);
            if (found != null && Double.isNaN(found.score())) {
                throw PipelineException.invalidInput("'start' and 'end' hold NaN or infinite scores in row " + window);
            }
            best = best == null || found != null && found.score() > best.score() ? found : best;
        }
        if (best == null) {
            throw PipelineException.invalidInput("'context' has no token of text " + text);
        }
        return best;
    }

    private @Nullable Span best(int window) {
        double[] start = probabilities(starts, window);
        double[] end = probabilities(ends, window);
        Span best = null;
        for (int first = 0; first < sequence; first++) {
            if (!isContext(window, first)) {
                continue;
            }
            for (int last = first; last < Math.min(sequence, first + maxTokens); last++) {
                double score = start[first] * end[last];
                if (isContext(window, last) && (best == null || score > best.score())) {
                    best = new Span(window, first, last, score);
                }
            }
        }
        return best;
    }

    /** Tokens without text, such as the separator at the end, are of no context, whatever type a tokenizer gives them. */
    private boolean isContext(int row, int token) {
        int place = row * sequence + token;
        return token > 0 && context.getLong(place) == 1 && offsets.getLong(2 * place) < offsets.getLong(2 * place + 1);
    }

    /** Of the tokens that count; the others have none. */
    private double[] probabilities(NumericTensor scores, int row) {
        double[] lane = new double[sequence];
        for (int token = 0; token < sequence; token++) {
            boolean counts = token == 0 || isContext(row, token);
            lane[token] = counts ? scores.getDouble(row * sequence + token) : Double.NEGATIVE_INFINITY;
        }
        Softmax.inPlace(lane);
        return lane;
    }
}
