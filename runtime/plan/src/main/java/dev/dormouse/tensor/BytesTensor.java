package dev.dormouse.tensor;

import java.util.Arrays;

/** A BYTES tensor: one byte string an element, row-major. */
public final class BytesTensor implements Tensor {
    private final Shape shape;
    private final byte[][] values;

    public BytesTensor(Shape shape, byte[][] values) {
        if (shape.elementCount() != values.length) {
            throw new IllegalArgumentException(values.length + " byte strings for the shape " + shape);
        }
        this.shape = shape;
        this.values = values;
    }

    /** A vector of byte strings, BYTES[n]. */
    public static BytesTensor of(byte[]... values) {
        return new BytesTensor(Shape.of(values.length), values.clone());
    }

    @Override
    public Datatype datatype() {
        return Datatype.BYTES;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    /** The element itself, not a copy: do not write to it. */
    public byte[] get(int index) {
        return values[index];
    }

    @Override
    public BytesTensor reshape(Shape wanted) {
        Tensor.requireSameCount(shape, wanted);
        return new BytesTensor(wanted, values);
    }

    @Override
    public BytesTensor rows(int from, int to) {
        int row = Math.toIntExact(shape.count(1, shape.rank()));
        return new BytesTensor(shape.withDim(0, to - from), Arrays.copyOfRange(values, from * row, to * row));
    }

    @Override
    public BytesTensor rows(int[] rows) {
        int row = Math.toIntExact(shape.count(1, shape.rank()));
        byte[][] picked = new byte[rows.length * row][];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * row, picked, i * row, row);
        }
        return new BytesTensor(shape.withDim(0, rows.length), picked);
    }
}
