package dev.dormouse.steps.tabular;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Typing;
import dev.dormouse.steps.kind.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Works out a reshaped type. Equal named dims on both sides cancel, so that FP32[n, 784] to [-1, 28, 28] is
 * FP32[n, 28, 28]; what cannot be worked out is unknown and checked when a request runs.
 */
final class ReshapeTyping {
    private static final String HELP = "keep the number of elements: one dim may be -1 (what remains), 0 keeps the dim";

    private final Typing typing;
    private final TensorType type;
    private final long[] wanted;

    ReshapeTyping(Typing typing) {
        this.typing = typing;
        this.type = typing.input("values");
        this.wanted = typing.options().integers("shape");
    }

    Signature signature() {
        Optional<String> complaint = complaint();
        if (complaint.isPresent()) {
            Types.refuse(typing, "shape", complaint.get(), HELP);
            return Signature.of("values", type, Signature.Rows.MIXED);
        }
        List<Dim> dims = new ArrayList<>();
        for (int i = 0; i < wanted.length; i++) {
            dims.add(wanted[i] == 0 ? type.dim(i) : wanted[i] < 0 ? Dim.UNKNOWN : Dim.of(wanted[i]));
        }
        int open = open();
        if (open >= 0) {
            dims.set(open, remaining(dims, open));
        } else if (!fits(dims)) {
            Types.refuse(typing, "shape", "the elements of " + type + " do not fit into " + dims, HELP);
        }
        return Signature.of("values", new TensorType(type.datatype(), dims), rows(dims));
    }

    private Optional<String> complaint() {
        double count = 1;
        for (long dim : wanted) {
            count *= Math.max(dim, 1);
        }
        if (count > Integer.MAX_VALUE) {
            return Optional.of("a tensor cannot have so many elements");
        }
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i] < -1) {
                return Optional.of("a dim cannot be " + wanted[i]);
            }
            if (wanted[i] == 0 && i >= type.rank()) {
                return Optional.of("0 at place " + (i + 1) + " keeps a dim that " + type + " does not have");
            }
        }
        return Arrays.stream(wanted).filter(dim -> dim == -1).count() > 1
                ? Optional.of("-1 stands there more than once")
                : Optional.empty();
    }

    private int open() {
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i] == -1) {
                return i;
            }
        }
        return -1;
    }

    /** The dims of the input that are not among the given ones, then the numbers of both multiplied. */
    private Dim remaining(List<Dim> dims, int open) {
        List<Dim> left = new ArrayList<>(type.dims());
        List<Dim> right = new ArrayList<>(dims);
        right.remove(open);
        cancel(left, right);
        long have = product(left);
        long divisor = product(right);
        List<Dim> symbols = symbols(left);
        if (!symbols(right).isEmpty()) {
            return Dim.UNKNOWN;
        }
        if (symbols.isEmpty()) {
            if (have % divisor != 0) {
                Types.refuse(
                        typing,
                        "shape",
                        "the elements of " + type + " do not fit into " + Arrays.toString(wanted),
                        HELP);
                return Dim.UNKNOWN;
            }
            return Dim.of(have / divisor);
        }
        return symbols.size() == 1 && have == divisor ? symbols.get(0) : Dim.UNKNOWN;
    }

    private boolean fits(List<Dim> dims) {
        List<Dim> left = new ArrayList<>(type.dims());
        List<Dim> right = new ArrayList<>(dims);
        cancel(left, right);
        return !symbols(left).isEmpty() || !symbols(right).isEmpty() || product(left) == product(right);
    }

    private static void cancel(List<Dim> left, List<Dim> right) {
        for (Dim dim : List.copyOf(left)) {
            if (dim instanceof Dim.Named && right.remove(dim)) {
                left.remove(dim);
            }
        }
    }

    private static List<Dim> symbols(List<Dim> dims) {
        return dims.stream().filter(dim -> !(dim instanceof Dim.Fixed)).toList();
    }

    private static long product(List<Dim> dims) {
        long product = 1;
        for (Dim dim : dims) {
            if (dim instanceof Dim.Fixed fixed) {
                product = Math.multiplyExact(product, fixed.size());
            }
        }
        return product;
    }

    /** Rows stay rows when the first dim stays, since the elements keep their order. */
    private Signature.Rows rows(List<Dim> dims) {
        boolean kept = type.rank() > 0
                && !dims.isEmpty()
                && (wanted[0] == 0 || (dims.get(0).equals(type.dim(0)) && !dims.contains(Dim.UNKNOWN)));
        return kept ? Signature.Rows.INDEPENDENT : Signature.Rows.MIXED;
    }
}
