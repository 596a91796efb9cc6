package dev.dormouse.tensor;

/** IEEE 754 binary16 to and from wider types, rounding to nearest, ties to even (Java 17 has no such methods). */
public final class HalfFloat {
    private HalfFloat() {}

    public static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1f;
        int mantissa = half & 0x3ff;
        if (exponent == 0x1f) {
            return Float.intBitsToFloat(sign | 0x7f800000 | (mantissa << 13));
        }
        if (exponent == 0) {
            float value = mantissa * 0x1p-24f;
            return sign == 0 ? value : -value;
        }
        return Float.intBitsToFloat(sign | ((exponent + 112) << 23) | (mantissa << 13));
    }

    /** Rounds once: a double that went through a float would be rounded twice, and half-way cases go wrong. */
    public static short fromDouble(double value) {
        float nearest = (float) value;
        int bits = Float.floatToRawIntBits(nearest);
        if (nearest != value && !Double.isNaN(value) && (bits & 1) == 0) {
            // Round to odd instead: the last bit then says "inexact", and the rounding to half cannot be fooled.
            bits += Math.abs(nearest) < Math.abs(value) ? 1 : -1;
        }
        return fromFloat(Float.intBitsToFloat(bits));
    }

    public static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 0x47800000) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x38800000) {
            return (short) (sign | (int) Math.rint(Math.abs(value) * 0x1p24));
        }
        int rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
        return (short) (sign | ((rounded - 0x38000000) >>> 13));
    }
}
