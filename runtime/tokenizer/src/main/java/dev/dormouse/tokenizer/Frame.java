package dev.dormouse.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import dev.dormouse.tokenizer.TokenRow.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a tokenizer puts around one text or two: the order of special tokens and texts, with their types. It is seen at
 * a short text, so that every sort of {@code post_processor} counts, also several after one another.
 */
final class Frame {
    /** Short texts of which at least one becomes a token; a vocabulary need not have each. */
    private static final List<String> PROBES = List.of("a", "e", ".", "0", "the", "\u4e00");

    /** Of no text, where the library does it all. */
    static final Frame NONE = new Frame(List.of());

    private final List<Piece> pieces;

    private Frame(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /** A special token, or the place of a text: {@code sequence} 0 or 1, else -1. */
    private record Piece(long sequence, long type, long id, String token) {
        boolean isText() {
            return sequence >= 0;
        }
    }

    /**
     * Looks at it.
     *
     * @param texts 1 or 2
     * @throws ArtifactException if no short text shows where texts stand
     */
    static Frame of(HuggingFaceTokenizer tokenizer, int texts, boolean special, String fileName) {
        for (String probe : PROBES) {
            Encoding seen = texts == 1
                    ? tokenizer.encode(probe, special, false)
                    : tokenizer.encode(probe, probe, special, false);
            List<Piece> pieces = pieces(seen);
            List<Long> order =
                    pieces.stream().filter(Piece::isText).map(Piece::sequence).toList();
            if (order.size() == texts && Set.copyOf(order).size() == texts) {
                return new Frame(pieces);
            }
        }
        throw new ArtifactException(
                Reason.UNSUPPORTED,
                fileName + " does not show where it puts texts among its special tokens",
                "leave out 'stride', or use the tokenizer.json that was saved with the model");
    }

    private static List<Piece> pieces(Encoding seen) {
        List<Piece> pieces = new ArrayList<>();
        long before = -1;
        for (int i = 0; i < seen.getIds().length; i++) {
            long sequence = seen.getSequenceIds()[i];
            if (sequence < 0 || sequence != before) {
                pieces.add(new Piece(sequence, seen.getTypeIds()[i], seen.getIds()[i], seen.getTokens()[i]));
            }
            before = sequence;
        }
        return pieces;
    }

    int specialTokens() {
        return (int) pieces.stream().filter(piece -> !piece.isText()).count();
    }

    /** A row of pieces of texts with the special tokens around. */
    TokenRow around(List<TokenRow> texts, List<Span> spans) {
        int length = specialTokens() + spans.stream().mapToInt(Span::length).sum();
        TokenRow row = new TokenRow(length);
        int at = 0;
        for (Piece piece : pieces) {
            if (piece.isText()) {
                int text = (int) piece.sequence();
                row.put(at, texts.get(text), spans.get(text), piece.sequence(), piece.type());
                at += spans.get(text).length();
            } else {
                row.put(at++, piece.id(), piece.token(), piece.type());
            }
        }
        return row;
    }
}
