package dev.dormouse.engine;

import dev.dormouse.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Which rows of a request a value has: all, none, or some in rising order. Of a value without rows: all or none. */
final class Rows {
    static final Rows ALL = new Rows(new int[0], -1);
    static final Rows NONE = new Rows(new int[0], 0);

    private final int[] indexes;
    /** Of the request; -1 where it is not known because all are there. */
    private final int total;

    private Rows(int[] indexes, int total) {
        this.indexes = indexes;
        this.total = total;
    }

    /** These of so many. */
    private static Rows of(int[] indexes, int total) {
        if (indexes.length == 0) {
            return NONE;
        }
        return indexes.length == total ? ALL : new Rows(indexes, total);
    }

    boolean isAll() {
        return this == ALL;
    }

    boolean isEmpty() {
        return this == NONE;
    }

    /** Whether some are there and some are not. */
    boolean isPartial() {
        return indexes.length > 0;
    }

    /** How many are there, of {@code some}. */
    int count() {
        return indexes.length;
    }

    /** How many the request has, of {@code some}. */
    int total() {
        return total;
    }

    /** Those of these rows for which it is true; {@code test} is asked by place among these, {@code count} of them. */
    Rows filter(int count, java.util.function.IntPredicate test) {
        int[] places = IntStream.range(0, count).filter(test).toArray();
        if (isAll()) {
            return of(places, count);
        }
        return of(Arrays.stream(places).map(place -> indexes[place]).toArray(), total);
    }

    Rows and(Rows other) {
        if (isAll() || other.isEmpty()) {
            return other;
        }
        if (other.isAll() || isEmpty()) {
            return this;
        }
        return filter(indexes.length, place -> Arrays.binarySearch(other.indexes, indexes[place]) >= 0);
    }

    Rows or(Rows other) {
        if (isAll() || other.isEmpty()) {
            return this;
        }
        if (other.isAll() || isEmpty()) {
            return other;
        }
        int[] union = IntStream.concat(Arrays.stream(indexes), Arrays.stream(other.indexes))
                .sorted()
                .distinct()
                .toArray();
        return of(union, total);
    }

    /** Where each of {@code count} wanted rows is among these, -1 where it is not; these are not all. */
    int[] places(Rows wanted, int count) {
        int[] places = new int[count];
        for (int i = 0; i < count; i++) {
            int found = Arrays.binarySearch(indexes, wanted.isAll() ? i : wanted.indexes[i]);
            places[i] = found < 0 ? -1 : found;
        }
        return places;
    }

    /** Of a tensor that has these rows the wanted ones, which are among these. */
    Tensor pick(Tensor tensor, Rows wanted) {
        if (wanted.isAll() || this == wanted || Arrays.equals(indexes, wanted.indexes)) {
            return tensor;
        }
        return tensor.rows(isAll() ? wanted.indexes : places(wanted, wanted.indexes.length));
    }
}
