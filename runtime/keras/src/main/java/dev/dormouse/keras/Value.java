package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A tensor of the graph that is being made.
 *
 * @param mask which time steps count, BOOL[batch, time], as Keras carries it beside a tensor
 */
record Value(String name, ElementType type, List<Dim> dims, Optional<Value> mask) {
    Value {
        dims = List.copyOf(dims);
    }

    static Value of(String name, ElementType type, List<Dim> dims) {
        return new Value(name, type, dims, Optional.empty());
    }

    int rank() {
        return dims.size();
    }

    Dim dim(int axis) {
        return dims.get(axis);
    }

    Dim lastDim() {
        return dims.get(dims.size() - 1);
    }

    Value masked(Optional<Value> newMask) {
        return new Value(name, type, dims, newMask);
    }

    /** A tensor of the same type, dims and mask under another name. */
    Value renamed(String newName) {
        return new Value(newName, type, dims, mask);
    }

    /** A tensor of the same type with other dims, without a mask. */
    Value reshaped(String newName, List<Dim> newDims) {
        return Value.of(newName, type, newDims);
    }

    /** These dims with another at the end. */
    List<Dim> dimsWithLast(Dim last) {
        return dimsWith(dims.size() - 1, last);
    }

    List<Dim> dimsWith(int axis, Dim dim) {
        List<Dim> result = new ArrayList<>(dims);
        result.set(axis, dim);
        return result;
    }
}
