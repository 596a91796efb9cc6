package dev.dormouse.tensor;

/** Immutable by convention once handed on: a step reads its inputs and makes new outputs. Row-major, contiguous. */
public sealed interface Tensor permits NumericTensor, TextTensor, BytesTensor {
    Datatype datatype();

    Shape shape();

    /** The same elements under another shape; shares the data. */
    Tensor reshape(Shape shape);

    /** Rows {@code from} (inclusive) to {@code to} (exclusive) of the first axis, as a copy or a shared view. */
    Tensor rows(int from, int to);

    /** These rows of the first axis, in their order, as a copy or a shared view. */
    Tensor rows(int[] rows);

    /** Whether each row is the next one of the tensor: then they can be shared. */
    static boolean areNeighbours(int[] rows) {
        for (int i = 1; i < rows.length; i++) {
            if (rows[i] != rows[0] + i) {
                return false;
            }
        }
        return rows.length > 0;
    }

    /** A shape that {@code reshape} accepts has as many elements as the tensor. */
    static void requireSameCount(Shape have, Shape want) {
        if (have.elementCount() != want.elementCount()) {
            throw new IllegalArgumentException("cannot view " + have + " as " + want);
        }
    }
}
