package dev.dormouse.steps.post;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The merging of {@link NerSpans} for one request: FLOATING[windows, sequence, k] logits and
 * INT64[windows, sequence, 2] offsets. */
final class SpanMerger {
    private final List<Tag> tags;
    private final NumericTensor logits;
    private final NumericTensor offsets;
    private final int sequence;

    SpanMerger(List<Tag> tags, NumericTensor logits, NumericTensor offsets) {
        this.tags = tags;
        this.logits = logits;
        this.offsets = offsets;
        this.sequence = logits.shape().intDim(1);
    }

    /** A class name: what it marks, and whether it begins a span. A name without B- or I- continues. */
    record Tag(String label, boolean begins) {
        static Tag parse(String name) {
            boolean begins = name.startsWith("B-");
            return new Tag(begins || name.startsWith("I-") ? name.substring(2) : name, begins);
        }

        boolean outside() {
            return label.equals("O");
        }
    }

    /** A labelled piece of the text, from {@code start} to before {@code end} in code points. */
    record Span(String label, long start, long end, String text, double score) {
        boolean isBetterThan(Span other) {
            long longer = end - start - (other.end - other.start);
            return longer > 0 || longer == 0 && score > other.score;
        }
    }

    /** The number of rows of tokens, the same in both inputs. */
    int rows() {
        Shape tokens = logits.shape();
        if (!offsets.shape().equals(Shape.of(tokens.dim(0), tokens.dim(1), 2))) {
            throw PipelineException.invalidInput("'logits' has the shape " + tokens + ", 'offsets' " + offsets.shape()
                    + "; rows and the sequence must agree");
        }
        return tokens.intDim(0);
    }

    /** The spans of a text; those of several windows in the order of their beginnings. */
    List<Span> spans(List<Integer> windows, String text) {
        List<Span> spans = new ArrayList<>();
        windows.forEach(window -> spans.addAll(spans(window, text)));
        return windows.size() > 1 ? withoutOverlaps(spans) : spans;
    }

    /** As transformers' {@code aggregate_overlapping_entities}: of two that overlap the longer, or the more probable. */
    private static List<Span> withoutOverlaps(List<Span> spans) {
        List<Span> kept = new ArrayList<>();
        List<Span> sorted = new ArrayList<>(spans);
        sorted.sort(Comparator.comparingLong(Span::start));
        for (Span span : sorted) {
            int last = kept.size() - 1;
            if (last < 0 || span.start() >= kept.get(last).end()) {
                kept.add(span);
            } else if (span.isBetterThan(kept.get(last))) {
                kept.set(last, span);
            }
        }
        return kept;
    }

    private List<Span> spans(int row, String text) {
        List<Span> spans = new ArrayList<>();
        Group group = Group.NONE;
        for (int token = row * sequence; token < (row + 1) * sequence; token++) {
            long start = offsets.getLong(2 * token);
            long end = offsets.getLong(2 * token + 1);
            if (start == 0 && end == 0) {
                continue;
            }
            double[] scores = scores(token);
            int best = best(scores);
            Tag tag = tags.get(best);
            if (!tag.begins() && tag.label().equals(group.label())) {
                group = group.extend(end, scores[best]);
            } else {
                group.finish(text, spans);
                group = new Group(tag.label(), tag.outside(), start, end, scores[best], 1);
            }
        }
        group.finish(text, spans);
        return spans;
    }

    private double[] scores(int token) {
        int classes = tags.size();
        double[] scores = new double[classes];
        for (int i = 0; i < classes; i++) {
            scores[i] = logits.getDouble(token * classes + i);
        }
        Softmax.inPlace(scores);
        return scores;
    }

    private static int best(double[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        if (Double.isNaN(scores[best])) {
            throw PipelineException.invalidInput("'logits' hold NaN or infinite scores");
        }
        return best;
    }

    /** Neighbouring tokens of one label. */
    private record Group(String label, boolean outside, long start, long end, double sum, int count) {
        static final Group NONE = new Group("", true, 0, 0, 0, 0);

        Group extend(long newEnd, double score) {
            return new Group(label, outside, start, newEnd, sum + score, count + 1);
        }

        void finish(String text, List<Span> spans) {
            if (!outside) {
                spans.add(new Span(label, start, end, CodePoints.cut(text, start, end), sum / count));
            }
        }
    }
}
