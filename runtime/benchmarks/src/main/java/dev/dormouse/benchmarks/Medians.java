package dev.dormouse.benchmarks;

import java.util.Arrays;
import java.util.Collection;

/** The middle of several rounds, which a disturbed round does not move. */
final class Medians {
    private Medians() {}

    static double of(Collection<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
