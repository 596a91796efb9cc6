package dev.dormouse.steps.post;

import dev.dormouse.plan.PipelineException;

/** Pieces of texts by Unicode code points, as tokenizers count them. */
final class CodePoints {
    private CodePoints() {}

    /**
     * The piece from one code point to before another.
     *
     * @throws PipelineException INVALID_INPUT if the offsets do not lie in the text
     */
    static String cut(String text, long start, long end) {
        if (start < 0 || end < start || end > text.codePointCount(0, text.length())) {
            throw PipelineException.invalidInput(
                    "'offsets' from " + start + " to " + end + " do not lie in their 'text'");
        }
        int from = text.offsetByCodePoints(0, (int) start);
        return text.substring(from, text.offsetByCodePoints(from, (int) (end - start)));
    }
}
