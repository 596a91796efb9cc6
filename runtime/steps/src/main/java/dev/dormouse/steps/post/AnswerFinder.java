package dev.dormouse.steps.post;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.tensor.NumericTensor;

/** The search of {@link AnswerSpan} for one request; scores and context are [n, sequence], offsets [n, sequence, 2]. */
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

    /** An answer's first and last token within its row, and its probability. */
    record Span(int first, int last, double score) {}

    /**
     * The best answer of a row.
     *
     * @throws PipelineException INVALID_INPUT if no token is of the context, or a score is no number
     */
    Span best(int row) {
        double[] start = probabilities(starts, row);
        double[] end = probabilities(ends, row);
        Span best = null;
        for (int first = 0; first < sequence; first++) {
            if (!isContext(row, first)) {
                continue;
            }
            for (int last = first; last < Math.min(sequence, first + maxTokens); last++) {
                double score = start[first] * end[last];
                if (isContext(row, last) && (best == null || score > best.score())) {
                    best = new Span(first, last, score);
                }
            }
        }
        if (best == null) {
            throw PipelineException.invalidInput("'context' has no token of the text in row " + row);
        }
        if (Double.isNaN(best.score())) {
            throw PipelineException.invalidInput("'start' and 'end' hold NaN or infinite scores in row " + row);
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
