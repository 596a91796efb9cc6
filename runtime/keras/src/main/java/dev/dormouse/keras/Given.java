package dev.dormouse.keras;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers that a configuration gives itself: one, a list of any depth, or a NumPy array as Keras writes it. */
final class Given {
    private Given() {}

    /** The option's numbers, one stretched over {@code size}. */
    static float[] floats(LayerCall call, String key, int size) {
        List<Float> numbers = new ArrayList<>();
        collect(call, key, call.config().values().get(key), numbers);
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i);
        }
        return stretched(call, values, size);
    }

    static float[] stretched(LayerCall call, float[] values, int size) {
        if (values.length == size) {
            return values;
        }
        if (values.length != 1) {
            throw KerasFault.unreadable(call.place() + " has " + values.length + " numbers for " + size);
        }
        float[] result = new float[size];
        Arrays.fill(result, values[0]);
        return result;
    }

    /** The option as a constant that spreads over the last axis: one number or {@code channels}. */
    static String constant(LayerCall call, String key, double otherwise, int channels) {
        if (!call.config().has(key)) {
            return call.ops().scalar(otherwise);
        }
        boolean one = call.config().values().get(key) instanceof Number;
        float[] values = floats(call, key, one ? 1 : channels);
        return one ? call.ops().scalar(values[0]) : call.graph().floats(values, channels);
    }

    private static void collect(LayerCall call, String key, @Nullable Object json, List<Float> to) {
        if (json instanceof Number number) {
            to.add(number.floatValue());
        } else if (json instanceof List<?> list) {
            list.forEach(entry -> collect(call, key, entry, to));
        } else if (json instanceof Map<?, ?> map && map.get("config") instanceof Map<?, ?> array) {
            collect(call, key, array.get("value"), to);
        } else {
            throw call.config().wrong(key, "numbers");
        }
    }
}
