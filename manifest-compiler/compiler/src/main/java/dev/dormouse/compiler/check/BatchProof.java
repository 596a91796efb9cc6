package dev.dormouse.compiler.check;

import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Signature;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether requests may be joined along the first dim and cut again: every input starts with the same named dim, every
 * step works row by row, every output starts with that dim, and it is nowhere the size of a row.
 */
final class BatchProof {
    private BatchProof() {}

    static Checked.Batchable prove(
            Manifest manifest,
            List<Integer> running,
            List<Optional<WiredStep>> steps,
            List<Source> wanted,
            TypeCheck types) {
        Set<Optional<String>> firstDims = manifest.inputs().stream()
                .map(input -> firstDim(input.type().orElseThrow().value()))
                .collect(Collectors.toSet());
        if (firstDims.size() != 1 || firstDims.iterator().next().isEmpty()) {
            return Checked.Batchable.not("the inputs do not all start with one named dim");
        }
        String batch = firstDims.iterator().next().get();
        Optional<Manifest.Input> elsewhere = manifest.inputs().stream()
                .filter(input -> isBeyondFirst(batch, input.type().orElseThrow().value()))
                .findFirst();
        if (elsewhere.isPresent()) {
            return Checked.Batchable.not("the size of a row of input '"
                    + elsewhere.get().name().value() + "' is the number of rows, '" + batch + "'");
        }
        Signature.Rows rows = Signature.Rows.INDEPENDENT;
        for (int position : running) {
            String name = steps.get(position).orElseThrow().resolved().name();
            if (isForRequest(steps.get(position).orElseThrow(), types, position)) {
                return Checked.Batchable.not("the condition of step '" + name + "' is one for a whole request");
            }
            switch (types.signature(position).orElseThrow().rows()) {
                case MIXED -> {
                    return Checked.Batchable.not("step '" + name + "' does not work row by row");
                }
                case TO_BE_TRIED -> rows = Signature.Rows.TO_BE_TRIED;
                case INDEPENDENT -> {}
            }
        }
        for (Source output : wanted) {
            TensorType type = types.type(output).orElseThrow();
            if (isBeyondFirst(batch, type) || !firstDim(type).equals(Optional.of(batch))) {
                return Checked.Batchable.not(
                        "an output of type " + type + " does not start with the dim '" + batch + "', or has it twice");
            }
        }
        return new Checked.Batchable(Optional.of(batch), rows, "");
    }

    /** Joined requests have one answer to it: they must not be joined. */
    private static boolean isForRequest(WiredStep step, TypeCheck types, int position) {
        return step.when()
                .filter(condition -> condition.formula().looksAtAll()
                        || types.condition(position)
                                .filter(type -> !type.dims().isEmpty())
                                .isEmpty())
                .isPresent();
    }

    private static boolean isBeyondFirst(String batch, TensorType type) {
        return type.dims().stream().skip(1).anyMatch(dim -> dim.equals(Dim.named(batch)));
    }

    private static Optional<String> firstDim(TensorType type) {
        return type.rank() > 0 && type.dim(0) instanceof Dim.Named named ? Optional.of(named.name()) : Optional.empty();
    }
}
