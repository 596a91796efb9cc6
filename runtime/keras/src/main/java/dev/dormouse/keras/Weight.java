package dev.dormouse.keras;

import java.util.List;

/** One array of a layer's weights, row by row. */
@SuppressWarnings("ArrayRecordComponent") // made once, read once; copies of weights would be waste
record Weight(float[] values, List<Long> dims) {

    long dim(int axis) {
        return dims.get(axis);
    }

    long[] shape() {
        return dims.stream().mapToLong(Long::longValue).toArray();
    }
}
