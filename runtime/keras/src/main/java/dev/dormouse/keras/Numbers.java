package dev.dormouse.keras;

/** Arrays of any number type as FLOAT. */
final class Numbers {
    private Numbers() {}

    /** The flat array, or the one number, that jHDF gives for a dataset. */
    static float[] floats(String path, Object data, int count) {
        float[] values;
        if (data instanceof float[] floats) {
            values = floats;
        } else if (data instanceof double[] doubles) {
            values = new float[doubles.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) doubles[i];
            }
        } else if (data instanceof long[] longs) {
            values = new float[longs.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = longs[i];
            }
        } else if (data instanceof int[] ints) {
            values = new float[ints.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = ints[i];
            }
        } else if (data instanceof Number number) {
            values = new float[] {number.floatValue()};
        } else {
            throw KerasFault.unsupported(
                    "'" + path + "' holds no 32 or 64 bit numbers",
                    "save the model with its weights as float32, not quantised");
        }
        if (values.length != count) {
            throw KerasFault.unreadable("'" + path + "' is cut short");
        }
        return values;
    }
}
