package dev.dormouse.compiler.check;

import dev.dormouse.compiler.resolve.ResolvedStep;
import dev.dormouse.plan.Artifact;
import dev.dormouse.plan.Plan;
import dev.dormouse.step.Signature;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A plan that passed every check that needs no run.
 *
 * @param steps the steps of the plan, in its order
 * @param files where the artifacts lie, by digest
 * @param batch whether requests may be joined
 * @param rowsToTry the steps that run on some rows of a request and of which it is to be tried whether they may
 */
public record Checked(
        Plan plan, List<ResolvedStep> steps, Map<String, Path> files, Batchable batch, Set<String> rowsToTry) {
    public Checked {
        steps = List.copyOf(steps);
        files = Map.copyOf(files);
        rowsToTry = Set.copyOf(rowsToTry);
    }

    /** The files that the manifest names for these steps. */
    public List<Artifact> sources() {
        return steps.stream()
                .flatMap(step -> step.files().values().stream())
                .flatMap(file -> file.sources().stream())
                .toList();
    }

    /**
     * What is known about joining requests along the batch dim.
     *
     * @param dim the common first dim of the inputs; empty when joining is out of the question
     * @param rows whether that is proven or still to be tried
     * @param reason why not, as a sentence; empty when {@code dim} is present
     */
    public record Batchable(Optional<String> dim, Signature.Rows rows, String reason) {
        static Batchable not(String reason) {
            return new Batchable(Optional.empty(), Signature.Rows.MIXED, reason);
        }
    }
}
