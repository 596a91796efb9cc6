package dev.dormouse.step;

import dev.dormouse.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** An input of a joining step: the rows of it that are there, packed, and where each row of the result finds its own. */
public final class Branch {
    /** Nothing is there. */
    public static final Branch NONE = new Branch(null, null);

    private final @Nullable Tensor tensor;
    private final int @Nullable [] places;

    private Branch(@Nullable Tensor tensor, int @Nullable [] places) {
        this.tensor = tensor;
        this.places = places;
    }

    /** Every row is there. */
    public static Branch whole(Tensor tensor) {
        return new Branch(tensor, null);
    }

    /** Row i of the result has row {@code places[i]} of the tensor, or none where that is -1. */
    public static Branch of(Tensor tensor, int[] places) {
        return new Branch(tensor, places);
    }

    public boolean isThere() {
        return tensor != null;
    }

    /** The rows that are there; asked only of what is there. */
    public Tensor tensor() {
        if (tensor == null) {
            throw new IllegalStateException("the branch did not run");
        }
        return tensor;
    }

    /** The row of the tensor that a row of the result has, or -1. */
    public int place(int row) {
        if (tensor == null) {
            return -1;
        }
        return places == null ? row : places[row];
    }
}
