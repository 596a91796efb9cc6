package dev.dormouse.keras;

import java.util.ArrayList;
import java.util.Arrays;
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

    /** The array with its axes in another order. */
    Weight permuted(int... order) {
        int rank = dims.size();
        List<Long> newDims = new ArrayList<>();
        int[] steps = new int[rank];
        int step = 1;
        int[] oldSteps = new int[rank];
        for (int axis = rank - 1; axis >= 0; axis--) {
            oldSteps[axis] = step;
            step *= (int) dim(axis);
        }
        for (int axis = 0; axis < rank; axis++) {
            newDims.add(dims.get(order[axis]));
            steps[axis] = oldSteps[order[axis]];
        }
        float[] result = new float[values.length];
        int[] at = new int[rank];
        int from = 0;
        for (int to = 0; to < result.length; to++) {
            result[to] = values[from];
            for (int axis = rank - 1; axis >= 0; axis--) {
                at[axis]++;
                from += steps[axis];
                if (at[axis] < newDims.get(axis)) {
                    break;
                }
                from -= steps[axis] * at[axis];
                at[axis] = 0;
            }
        }
        return new Weight(result, newDims);
    }

    /** The same numbers in other dims. */
    Weight reshaped(long... newDims) {
        return new Weight(values, Arrays.stream(newDims).boxed().toList());
    }
}
