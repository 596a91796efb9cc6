package dev.dormouse.steps.kind;

import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;

/** Loops over the elements of numeric tensors, with short ways for FP32 and FP64. Arithmetic is in double. */
public final class Lanes {
    private Lanes() {}

    /** A function of an element and its position in the last axis. */
    @FunctionalInterface
    public interface ColumnFunction {
        double apply(double value, int column);
    }

    /** Writes an element of the tensor being made. */
    @FunctionalInterface
    public interface Writer {
        void set(int index, double value);
    }

    /** Applies the function to every element. */
    public static NumericTensor map(NumericTensor in, DoubleUnaryOperator function) {
        NumericTensor out = NumericTensor.allocate(in.datatype(), in.shape());
        int size = in.size();
        if (in.datatype() == Datatype.FP32) {
            FloatBuffer from = in.floats();
            FloatBuffer to = out.floats();
            for (int i = 0; i < size; i++) {
                to.put(i, (float) function.applyAsDouble(from.get(i)));
            }
        } else if (in.datatype() == Datatype.FP64) {
            DoubleBuffer from = in.doubles();
            DoubleBuffer to = out.doubles();
            for (int i = 0; i < size; i++) {
                to.put(i, function.applyAsDouble(from.get(i)));
            }
        } else {
            for (int i = 0; i < size; i++) {
                out.setDouble(i, function.applyAsDouble(in.getDouble(i)));
            }
        }
        return out;
    }

    /** Applies the function to every element, with its position modulo {@code columns}. */
    public static NumericTensor mapColumns(NumericTensor in, int columns, ColumnFunction function) {
        NumericTensor out = NumericTensor.allocate(in.datatype(), in.shape());
        IntToDoubleFunction read = reader(in);
        Writer write = writer(out);
        int size = in.size();
        int column = 0;
        for (int i = 0; i < size; i++) {
            write.set(i, function.apply(read.applyAsDouble(i), column));
            column = column + 1 == columns ? 0 : column + 1;
        }
        return out;
    }

    /** Rewrites every lane along an axis; the consumer changes the array it gets. */
    public static NumericTensor mapLanes(NumericTensor in, int axisNumber, Consumer<double[]> function) {
        Axis axis = Axis.of(in.shape(), axisNumber);
        NumericTensor out = NumericTensor.allocate(in.datatype(), in.shape());
        IntToDoubleFunction read = reader(in);
        Writer write = writer(out);
        double[] lane = new double[axis.size()];
        for (int l = 0; l < axis.lanes(); l++) {
            int start = axis.start(l);
            for (int i = 0; i < lane.length; i++) {
                lane[i] = read.applyAsDouble(start + i * axis.inner());
            }
            function.accept(lane);
            for (int i = 0; i < lane.length; i++) {
                write.set(start + i * axis.inner(), lane[i]);
            }
        }
        return out;
    }

    /** Reads elements as doubles. */
    public static IntToDoubleFunction reader(NumericTensor tensor) {
        return switch (tensor.datatype()) {
            case FP32 -> {
                FloatBuffer floats = tensor.floats();
                yield floats::get;
            }
            case FP64 -> {
                DoubleBuffer doubles = tensor.doubles();
                yield doubles::get;
            }
            default -> tensor::getDouble;
        };
    }

    /** Writes elements, rounded to the tensor's datatype. */
    public static Writer writer(NumericTensor tensor) {
        return switch (tensor.datatype()) {
            case FP32 -> {
                FloatBuffer floats = tensor.floats();
                yield (index, value) -> floats.put(index, (float) value);
            }
            case FP64 -> {
                DoubleBuffer doubles = tensor.doubles();
                yield doubles::put;
            }
            default -> tensor::setDouble;
        };
    }

    /**
     * Longs that sort as the elements do, exactly also for 64-bit integers; NaN is above everything and the two zeros
     * are equal.
     */
    public static IntToLongFunction sortKeys(NumericTensor tensor) {
        if (tensor.datatype().isFloating()) {
            IntToDoubleFunction read = reader(tensor);
            return index -> {
                long bits = Double.doubleToLongBits(read.applyAsDouble(index) + 0.0);
                return bits ^ ((bits >> 63) & Long.MAX_VALUE);
            };
        }
        return tensor.datatype() == Datatype.UINT64 ? index -> tensor.getLong(index) ^ Long.MIN_VALUE : tensor::getLong;
    }
}
