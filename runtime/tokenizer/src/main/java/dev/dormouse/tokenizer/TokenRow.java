package dev.dormouse.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.util.Arrays;

/**
 * Tokens in a row, as arrays side by side. A special token is of no word and of no sequence, -1, and stands nowhere in
 * the text, 0 to 0.
 */
final class TokenRow {
    private static final int NONE = -1;

    final long[] ids;
    final String[] tokens;
    final long[] types;
    final long[] special;
    final long[] words;
    final long[] sequences;
    /** From and to of each token. */
    final long[] offsets;

    /** Of special tokens, to be filled. */
    TokenRow(int length) {
        ids = new long[length];
        tokens = new String[length];
        types = new long[length];
        special = new long[length];
        words = new long[length];
        sequences = new long[length];
        offsets = new long[2 * length];
        Arrays.fill(special, 1);
        Arrays.fill(words, NONE);
        Arrays.fill(sequences, NONE);
    }

    TokenRow(Encoding encoding) {
        ids = encoding.getIds();
        tokens = encoding.getTokens();
        types = encoding.getTypeIds();
        special = encoding.getSpecialTokenMask();
        words = encoding.getWordIds();
        sequences = encoding.getSequenceIds();
        offsets = new long[2 * ids.length];
        CharSpan[] spans = encoding.getCharTokenSpans();
        for (int i = 0; i < spans.length; i++) {
            if (spans[i] != null) {
                offsets[2 * i] = spans[i].getStart();
                offsets[2 * i + 1] = spans[i].getEnd();
            }
        }
    }

    int length() {
        return ids.length;
    }

    /** Puts a special token there. */
    void put(int at, long id, String token, long type) {
        ids[at] = id;
        tokens[at] = token;
        types[at] = type;
    }

    /** Puts a piece of a text's tokens there, as those of a sequence and of a type. */
    void put(int at, TokenRow text, Span span, long sequence, long type) {
        int length = span.length();
        System.arraycopy(text.ids, span.from(), ids, at, length);
        System.arraycopy(text.tokens, span.from(), tokens, at, length);
        System.arraycopy(text.special, span.from(), special, at, length);
        System.arraycopy(text.words, span.from(), words, at, length);
        System.arraycopy(text.offsets, 2 * span.from(), offsets, 2 * at, 2 * length);
        Arrays.fill(sequences, at, at + length, sequence);
        Arrays.fill(types, at, at + length, type);
    }

    /** Tokens of a text, from {@code from} to before {@code to}. */
    record Span(int from, int to) {
        int length() {
            return to - from;
        }
    }
}
