package dev.dormouse.tokenizer;

import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import dev.dormouse.tokenizer.TokenizerFile.Padding;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The rows of one request as rectangles [n, sequence]; only those that are asked for are made. */
final class TokenBatch {
    private static final int NONE = -1;

    private final List<TokenRow> rows;
    private final List<Integer> rowOf;
    private final Padding padding;
    private final int width;

    /**
     * Rows as wide as the longest, or wider.
     *
     * @param rowOf for each row, from which text it is
     * @param width 0 means: as wide as the longest
     */
    TokenBatch(List<TokenRow> rows, List<Integer> rowOf, Padding padding, int width) {
        this.rows = rows;
        this.rowOf = rowOf;
        this.padding = padding;
        this.width = width > 0
                ? width
                : rows.stream().mapToInt(TokenRow::length).max().orElse(0);
    }

    /** Each row from a text of its own. */
    static List<Integer> ownRows(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    Tensor tensor(TokenOutput output) {
        return switch (output) {
            case INPUT_IDS -> numbers(row -> row.ids, padding.id().orElse(0));
            case ATTENTION_MASK -> numbers(TokenBatch::ones, 0);
            case TOKEN_TYPE_IDS -> numbers(row -> row.types, padding.typeId());
            case SPECIAL_TOKENS_MASK -> numbers(row -> row.special, 1);
            case OFFSETS -> offsets();
            case TOKENS -> tokens();
            case WORD_IDS -> numbers(row -> row.words, NONE);
            case SEQUENCE_IDS -> numbers(row -> row.sequences, NONE);
            case OVERFLOW_TO_SAMPLE_MAPPING ->
                NumericTensor.of(
                        Shape.of(rowOf.size()),
                        rowOf.stream().mapToLong(Integer::longValue).toArray());
        };
    }

    private static long[] ones(TokenRow row) {
        long[] ones = new long[row.length()];
        Arrays.fill(ones, 1);
        return ones;
    }

    private Tensor numbers(Function<TokenRow, long[]> values, long pad) {
        NumericTensor tensor = NumericTensor.allocate(Datatype.INT64, Shape.of(rows.size(), width));
        LongBuffer buffer = tensor.longs();
        for (TokenRow tokens : rows) {
            long[] row = values.apply(tokens);
            long[] rest = new long[width - row.length];
            Arrays.fill(rest, pad);
            buffer.put(padding.left() ? rest : row).put(padding.left() ? row : rest);
        }
        return tensor;
    }

    private int start(int length) {
        return padding.left() ? width - length : 0;
    }

    private Tensor offsets() {
        NumericTensor tensor = NumericTensor.allocate(Datatype.INT64, Shape.of(rows.size(), width, 2));
        LongBuffer buffer = tensor.longs();
        for (int i = 0; i < rows.size(); i++) {
            TokenRow row = rows.get(i);
            buffer.position(2 * (i * width + start(row.length()))).put(row.offsets);
        }
        return tensor;
    }

    private Tensor tokens() {
        String[] values = new String[rows.size() * width];
        Arrays.fill(values, padding.token());
        for (int i = 0; i < rows.size(); i++) {
            String[] row = rows.get(i).tokens;
            System.arraycopy(row, 0, values, i * width + start(row.length), row.length);
        }
        return new TextTensor(Shape.of(rows.size(), width), values);
    }
}
