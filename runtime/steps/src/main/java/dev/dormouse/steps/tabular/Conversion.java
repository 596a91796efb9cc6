package dev.dormouse.steps.tabular;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.steps.kind.Lanes;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.TextTensor;
import java.util.function.IntToDoubleFunction;

/**
 * Converts numbers between datatypes.
 *
 * <ul>
 *   <li>to a floating datatype: rounded to the nearest; what is too large becomes infinite, NaN stays NaN
 *   <li>floating to integer: cut off towards zero, as numpy; NaN, infinities and what does not fit are invalid
 *   <li>integer to integer: what does not fit is invalid
 *   <li>to BOOL: 0 is false, everything else but NaN is true; BOOL is 0 or 1
 *   <li>to STRING: decimal digits for integers, {@code true} and {@code false} for BOOL, Java's shortest decimal form
 *       for the rest ({@code 1.5}, {@code 1.0E10}, {@code NaN})
 * </ul>
 */
final class Conversion {
    private static final double TWO_TO_63 = 0x1p63;

    private Conversion() {}

    static NumericTensor convert(NumericTensor in, Datatype to) {
        NumericTensor out = NumericTensor.allocate(to, in.shape());
        if (to.isFloating()) {
            toFloating(in, out);
        } else if (in.datatype().isFloating()) {
            IntToDoubleFunction read = Lanes.reader(in);
            for (int i = 0; i < in.size(); i++) {
                out.setLong(i, toInteger(read.applyAsDouble(i), to, i));
            }
        } else {
            for (int i = 0; i < in.size(); i++) {
                out.setLong(i, checked(in.getLong(i), in.datatype() == Datatype.UINT64, to, i));
            }
        }
        return out;
    }

    private static void toFloating(NumericTensor in, NumericTensor out) {
        boolean direct = out.datatype() == Datatype.FP32 && in.datatype() == Datatype.INT64;
        Lanes.Writer write = Lanes.writer(out);
        for (int i = 0; i < in.size(); i++) {
            write.set(i, direct ? (float) in.getLong(i) : in.getDouble(i));
        }
    }

    private static long toInteger(double value, Datatype to, int index) {
        if (to == Datatype.BOOL && !Double.isNaN(value)) {
            return value == 0 ? 0 : 1;
        }
        double whole = value < 0 ? Math.ceil(value) : Math.floor(value);
        if (to == Datatype.UINT64 && whole >= TWO_TO_63 && whole < 2 * TWO_TO_63) {
            return (long) (whole - TWO_TO_63) + Long.MIN_VALUE;
        }
        if (Double.isNaN(value) || whole < -TWO_TO_63 || whole >= TWO_TO_63) {
            throw refuse(Double.toString(value), to, index);
        }
        return checked((long) whole, false, to, index);
    }

    /** The same number if the integer datatype can hold it. */
    private static long checked(long value, boolean unsigned, Datatype to, int index) {
        boolean fits = switch (to) {
            case BOOL -> true;
            case INT64 -> value >= 0 || !unsigned;
            case UINT64 -> value >= 0 || unsigned;
            default -> {
                int bits = 8 * to.byteSize();
                long min = to.isUnsigned() ? 0 : -(1L << (bits - 1));
                long max = to.isUnsigned() ? (1L << bits) - 1 : (1L << (bits - 1)) - 1;
                yield value >= min && value <= max && !(unsigned && value < 0);
            }
        };
        if (!fits) {
            throw refuse(unsigned ? Long.toUnsignedString(value) : Long.toString(value), to, index);
        }
        return value;
    }

    private static PipelineException refuse(String value, Datatype to, int index) {
        return PipelineException.invalidInput("'values' element " + index + " is " + value + ", which is no " + to);
    }

    static TextTensor spell(NumericTensor in) {
        String[] texts = new String[in.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = switch (in.datatype()) {
                case BOOL -> in.getLong(i) == 0 ? "false" : "true";
                case UINT64 -> Long.toUnsignedString(in.getLong(i));
                case FP16, FP32 -> Float.toString((float) in.getDouble(i));
                case FP64 -> Double.toString(in.getDouble(i));
                default -> Long.toString(in.getLong(i));
            };
        }
        return new TextTensor(in.shape(), texts);
    }
}
