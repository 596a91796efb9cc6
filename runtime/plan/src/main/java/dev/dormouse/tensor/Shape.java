package dev.dormouse.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The actual dims of a tensor: none is negative, and the product of those above zero fits a long, so that no product of
 * some of them overflows. The shape of a scalar is empty.
 */
public final class Shape {
    public static final Shape SCALAR = new Shape(new long[0]);

    private final long[] dims;
    private final long elementCount;

    private Shape(long[] dims) {
        this.dims = dims;
        long count = 1;
        boolean empty = false;
        for (long dim : dims) {
            if (dim < 0) {
                throw new IllegalArgumentException("a dim is negative: " + Arrays.toString(dims));
            }
            if (dim == 0) {
                empty = true;
                continue;
            }
            try {
                count = Math.multiplyExact(count, dim);
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException("more elements than a long can count: " + Arrays.toString(dims), e);
            }
        }
        this.elementCount = empty ? 0 : count;
    }

    /**
     * A shape with these dims.
     *
     * @throws IllegalArgumentException if a dim is negative or the product of those above zero overflows
     */
    public static Shape of(long... dims) {
        return dims.length == 0 ? SCALAR : new Shape(dims.clone());
    }

    public int rank() {
        return dims.length;
    }

    /** The size along {@code axis}; a negative axis counts from the end. */
    public long dim(int axis) {
        return dims[axis < 0 ? axis + dims.length : axis];
    }

    /** The size along {@code axis} as an int. */
    public int intDim(int axis) {
        return Math.toIntExact(dim(axis));
    }

    public long[] dims() {
        return dims.clone();
    }

    public long elementCount() {
        return elementCount;
    }

    /** The product of the dims from {@code from} (inclusive) to {@code to} (exclusive). */
    public long count(int from, int to) {
        long count = 1;
        for (int i = from; i < to; i++) {
            count *= dims[i];
        }
        return count;
    }

    /** This shape with another size along one axis. */
    public Shape withDim(int axis, long size) {
        long[] copy = dims.clone();
        copy[axis < 0 ? axis + dims.length : axis] = size;
        return new Shape(copy);
    }

    /** This shape with one more dim before {@code axis}. */
    public Shape insert(int axis, long size) {
        long[] copy = new long[dims.length + 1];
        System.arraycopy(dims, 0, copy, 0, axis);
        copy[axis] = size;
        System.arraycopy(dims, axis, copy, axis + 1, dims.length - axis);
        return new Shape(copy);
    }

    /** This shape without the dim at {@code axis}. */
    public Shape remove(int axis) {
        long[] copy = new long[dims.length - 1];
        System.arraycopy(dims, 0, copy, 0, axis);
        System.arraycopy(dims, axis + 1, copy, axis, dims.length - axis - 1);
        return new Shape(copy);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape that && Arrays.equals(dims, that.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    @Override
    public String toString() {
        return Arrays.stream(dims).mapToObj(Long::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
