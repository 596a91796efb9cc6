package dev.dormouse.tensor;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A STRING tensor: one Java string an element, row-major. */
public final class TextTensor implements Tensor {
    private final Shape shape;
    private final String[] values;

    public TextTensor(Shape shape, String[] values) {
        if (shape.elementCount() != values.length) {
            throw new IllegalArgumentException(values.length + " strings for the shape " + shape);
        }
        this.shape = shape;
        this.values = values;
    }

    /** A vector of strings, STRING[n]. */
    public static TextTensor of(String... values) {
        return new TextTensor(Shape.of(values.length), values.clone());
    }

    @Override
    public Datatype datatype() {
        return Datatype.STRING;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    public String get(int index) {
        return values[index];
    }

    /** The elements, row-major; a view. */
    public List<String> values() {
        return Collections.unmodifiableList(Arrays.asList(values));
    }

    /** The same text as BYTES, in UTF-8. */
    public BytesTensor toBytes() {
        byte[][] bytes = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = values[i].getBytes(StandardCharsets.UTF_8);
        }
        return new BytesTensor(shape, bytes);
    }

    @Override
    public TextTensor reshape(Shape wanted) {
        Tensor.requireSameCount(shape, wanted);
        return new TextTensor(wanted, values);
    }

    @Override
    public TextTensor rows(int from, int to) {
        int row = Math.toIntExact(shape.count(1, shape.rank()));
        return new TextTensor(shape.withDim(0, to - from), Arrays.copyOfRange(values, from * row, to * row));
    }

    @Override
    public TextTensor rows(int[] rows) {
        int row = Math.toIntExact(shape.count(1, shape.rank()));
        String[] picked = new String[rows.length * row];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * row, picked, i * row, row);
        }
        return new TextTensor(shape.withDim(0, rows.length), picked);
    }
}
