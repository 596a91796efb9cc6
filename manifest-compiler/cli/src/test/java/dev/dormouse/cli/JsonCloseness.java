package dev.dormouse.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares decoded JSON documents, numbers within a tolerance. */
final class JsonCloseness {
    private final double tolerance;
    private final List<String> differences = new ArrayList<>();

    private JsonCloseness(double tolerance) {
        this.tolerance = tolerance;
    }

    static List<String> differences(@Nullable Object actual, @Nullable Object expected, double tolerance) {
        JsonCloseness closeness = new JsonCloseness(tolerance);
        closeness.compare("$", actual, expected);
        return closeness.differences;
    }

    private void compare(String path, @Nullable Object actual, @Nullable Object expected) {
        if (expected instanceof Map<?, ?> want && actual instanceof Map<?, ?> have) {
            if (!want.keySet().equals(have.keySet())) {
                differences.add(path + " has " + have.keySet() + " instead of " + want.keySet());
            }
            want.forEach((key, value) -> compare(path + "." + key, have.get(key), value));
        } else if (expected instanceof List<?> want && actual instanceof List<?> have && want.size() == have.size()) {
            for (int i = 0; i < want.size(); i++) {
                compare(path + "[" + i + "]", have.get(i), want.get(i));
            }
        } else if (expected instanceof Number want && actual instanceof Number have) {
            if (!(Math.abs(want.doubleValue() - have.doubleValue()) <= tolerance)) {
                differences.add(path + " is " + have + " instead of " + want);
            }
        } else if (expected == null ? actual != null : !expected.equals(actual)) {
            differences.add(path + " is " + actual + " instead of " + expected);
        }
    }
}
