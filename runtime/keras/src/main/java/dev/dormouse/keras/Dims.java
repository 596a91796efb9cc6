package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.List;

/** Arithmetic over dims: what is computed from one that is open is open, too. */
final class Dims {
    private Dims() {}

    /** The size, or -1 when it is open. */
    static long size(Dim dim) {
        return dim instanceof Dim.Fixed fixed ? fixed.size() : -1;
    }

    /** A dim of a computed size; below 1 nothing is left of the tensor. */
    static Dim of(String place, long size) {
        if (size < 1) {
            throw KerasFault.unreadable(place + " leaves nothing of its input");
        }
        return Dim.of(size);
    }

    static Dim product(String place, List<Dim> dims) {
        long product = 1;
        for (Dim dim : dims) {
            long size = size(dim);
            if (size < 0) {
                return dims.size() == 1 ? dim : Dim.UNKNOWN;
            }
            product = multiply(place, product, size);
        }
        return of(place, product);
    }

    static long multiply(String place, long left, long right) {
        if (left > Integer.MAX_VALUE / right) {
            throw KerasFault.unreadable(place + " has a tensor of impossible size");
        }
        return left * right;
    }

    static Dim times(String place, Dim dim, long factor) {
        return size(dim) < 0 ? (factor == 1 ? dim : Dim.UNKNOWN) : of(place, multiply(place, size(dim), factor));
    }

    static Dim plus(String place, Dim dim, long more) {
        return size(dim) < 0 ? (more == 0 ? dim : Dim.UNKNOWN) : of(place, size(dim) + more);
    }

    /** What both are: they may differ only where one is 1 and stretched, or open. */
    static Dim broadcast(String place, Dim left, Dim right) {
        if (left.equals(right) || size(right) == 1) {
            return left;
        }
        if (size(left) == 1) {
            return right;
        }
        if (size(left) > 0 && size(right) > 0) {
            throw KerasFault.unreadable(place + " takes tensors of the sizes " + left + " and " + right);
        }
        return size(left) > 0 ? left : size(right) > 0 ? right : Dim.UNKNOWN;
    }
}
