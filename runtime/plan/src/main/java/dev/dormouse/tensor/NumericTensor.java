package dev.dormouse.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/** A tensor of fixed-size elements (BOOL, integers, FP16, FP32, FP64) in one little-endian buffer, direct if made here. */
public final class NumericTensor implements Tensor {
    private final Datatype datatype;
    private final Shape shape;
    private final ByteBuffer data;

    /**
     * Wraps a buffer; the tensor owns it from now on.
     *
     * @throws IllegalArgumentException if the buffer does not hold exactly the shape's elements
     */
    public NumericTensor(Datatype datatype, Shape shape, ByteBuffer data) {
        if (datatype.isVariableLength()) {
            throw new IllegalArgumentException(datatype + " elements have no fixed size");
        }
        if (data.remaining() != byteCount(datatype, shape)) {
            throw new IllegalArgumentException(data.remaining() + " bytes for " + datatype + shape);
        }
        this.datatype = datatype;
        this.shape = shape;
        this.data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A tensor of zeros. */
    public static NumericTensor allocate(Datatype datatype, Shape shape) {
        return new NumericTensor(datatype, shape, buffer(byteCount(datatype, shape)));
    }

    /** A direct little-endian buffer of so many bytes. */
    public static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    public static NumericTensor of(Shape shape, float... values) {
        NumericTensor tensor = allocate(Datatype.FP32, shape);
        tensor.floats().put(values);
        return tensor;
    }

    public static NumericTensor of(Shape shape, double... values) {
        NumericTensor tensor = allocate(Datatype.FP64, shape);
        tensor.doubles().put(values);
        return tensor;
    }

    public static NumericTensor of(Shape shape, long... values) {
        NumericTensor tensor = allocate(Datatype.INT64, shape);
        tensor.longs().put(values);
        return tensor;
    }

    private static int byteCount(Datatype datatype, Shape shape) {
        if (shape.elementCount() > Integer.MAX_VALUE / datatype.byteSize()) {
            throw new IllegalArgumentException(datatype.name() + shape + " has more than 2 GiB");
        }
        return (int) shape.elementCount() * datatype.byteSize();
    }

    @Override
    public Datatype datatype() {
        return datatype;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    /** The number of elements. */
    public int size() {
        return (int) shape.elementCount();
    }

    /** The whole data, not a copy, little-endian, position 0; positions of the returned view are its own. */
    public ByteBuffer bytes() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A view of FP32 data. */
    public FloatBuffer floats() {
        return data.asFloatBuffer();
    }

    /** A view of FP64 data. */
    public DoubleBuffer doubles() {
        return data.asDoubleBuffer();
    }

    /** A view of 64-bit integer data. */
    public LongBuffer longs() {
        return data.asLongBuffer();
    }

    /** A view of 32-bit integer data. */
    public IntBuffer ints() {
        return data.asIntBuffer();
    }

    /** A view of 16-bit data: INT16, UINT16 or the bits of FP16. */
    public ShortBuffer shorts() {
        return data.asShortBuffer();
    }

    /** Element {@code index} as a double: BOOL is 0 or 1, 64-bit integers are rounded. */
    public double getDouble(int index) {
        return switch (datatype) {
            case FP16 -> HalfFloat.toFloat(data.getShort(2 * index));
            case FP32 -> data.getFloat(4 * index);
            case FP64 -> data.getDouble(8 * index);
            case UINT64 -> unsignedToDouble(data.getLong(8 * index));
            default -> getLong(index);
        };
    }

    /** Element {@code index} of a BOOL or integer tensor; UINT64 above the range of a long is negative. */
    public long getLong(int index) {
        return switch (datatype) {
            case BOOL -> data.get(index) == 0 ? 0 : 1;
            case UINT8 -> Byte.toUnsignedLong(data.get(index));
            case INT8 -> data.get(index);
            case UINT16 -> Short.toUnsignedLong(data.getShort(2 * index));
            case INT16 -> data.getShort(2 * index);
            case UINT32 -> Integer.toUnsignedLong(data.getInt(4 * index));
            case INT32 -> data.getInt(4 * index);
            case UINT64, INT64 -> data.getLong(8 * index);
            default -> (long) getDouble(index);
        };
    }

    /** Writes a floating element, rounded to the datatype; for the maker of the tensor, before it is handed on. */
    public void setDouble(int index, double value) {
        switch (datatype) {
            case FP16 -> data.putShort(2 * index, HalfFloat.fromDouble(value));
            case FP32 -> data.putFloat(4 * index, (float) value);
            case FP64 -> data.putDouble(8 * index, value);
            default -> setLong(index, (long) value);
        }
    }

    /** Writes an integer element, keeping the low bits; for the maker of the tensor, before it is handed on. */
    public void setLong(int index, long value) {
        switch (datatype) {
            case BOOL -> data.put(index, (byte) (value == 0 ? 0 : 1));
            case UINT8, INT8 -> data.put(index, (byte) value);
            case UINT16, INT16 -> data.putShort(2 * index, (short) value);
            case UINT32, INT32 -> data.putInt(4 * index, (int) value);
            case UINT64, INT64 -> data.putLong(8 * index, value);
            default -> setDouble(index, (double) value);
        }
    }

    @Override
    public NumericTensor reshape(Shape wanted) {
        Tensor.requireSameCount(shape, wanted);
        return new NumericTensor(datatype, wanted, data.duplicate());
    }

    @Override
    public NumericTensor rows(int from, int to) {
        int row = Math.toIntExact(shape.count(1, shape.rank()) * datatype.byteSize());
        return new NumericTensor(
                datatype,
                shape.withDim(0, to - from),
                data.duplicate().position(from * row).limit(to * row));
    }

    @Override
    public NumericTensor rows(int[] rows) {
        if (Tensor.areNeighbours(rows)) {
            return rows(rows[0], rows[0] + rows.length);
        }
        int row = Math.toIntExact(shape.count(1, shape.rank()) * datatype.byteSize());
        NumericTensor picked = allocate(datatype, shape.withDim(0, rows.length));
        for (int i = 0; i < rows.length; i++) {
            picked.data.put(i * row, data, rows[i] * row, row);
        }
        return picked;
    }

    private static double unsignedToDouble(long bits) {
        return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
    }
}
