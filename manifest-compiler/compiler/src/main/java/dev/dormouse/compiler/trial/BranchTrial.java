package dev.dormouse.compiler.trial;

import dev.dormouse.compiler.check.Checked;
import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.compiler.resolve.ResolvedStep;
import dev.dormouse.compiler.source.Located;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.engine.Batch;
import dev.dormouse.engine.Inspection;
import dev.dormouse.engine.Pipeline;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What only runs tell about branches: whether the examples take them, and whether a model works row by row. */
final class BranchTrial {
    private final Manifest manifest;
    private final Checked checked;
    private final Findings findings;

    BranchTrial(Manifest manifest, Checked checked, Findings findings) {
        this.manifest = manifest;
        this.checked = checked;
        this.findings = findings;
    }

    /** Warns of steps with a condition that was true for no row of any example. */
    void warnOfBranchesNotTaken(Set<String> ran) {
        if (manifest.examples().isEmpty() || findings.hasErrors()) {
            return;
        }
        for (ResolvedStep step : checked.steps()) {
            if (step.step().when().isPresent() && ran.stream().noneMatch(step::runs)) {
                findings.warning(
                        FindingCode.DM605,
                        place(step.name()),
                        "no example takes this branch: step '" + step.name() + "' has not run",
                        "add an example for which the condition is true; it is tried now and at every start");
            }
        }
    }

    /** Runs the models that are to run on some rows with all conditions set aside: on all rows, and on each alone. */
    void tryRows(Pipeline pipeline) {
        if (checked.rowsToTry().isEmpty() || findings.hasErrors()) {
            return;
        }
        Pipeline unconditional = pipeline.unconditional();
        List<Map<String, Tensor>> requests = SampleInputs.severalRows(pipeline.plan());
        List<Plan.PlanStep> steps = checked.plan().steps();
        for (int i = 0; i < steps.size(); i++) {
            if (checked.rowsToTry().contains(steps.get(i).name())) {
                tryRows(unconditional, i, requests);
            }
        }
    }

    private void tryRows(Pipeline pipeline, int step, List<Map<String, Tensor>> requests) {
        String name = pipeline.plan().steps().get(step).name();
        boolean tried = false;
        for (Map<String, Tensor> request : requests) {
            try {
                Map<String, Tensor> inputs =
                        pipeline.inspect(request, Inspection.of(pipeline.plan(), step, Inspection.Side.INPUT));
                int rows = Batch.rows(inputs);
                if (rows > 1 && !agree(pipeline, step, inputs, rows)) {
                    findings.error(
                            FindingCode.DM312,
                            place(name),
                            "step '" + name + "' runs on some rows only, but what it gives for a row depends on the"
                                    + " other rows",
                            "use a model that works row by row, or make the condition one for the request, with"
                                    + " any(…) or all(…)");
                    return;
                }
                tried |= rows > 1;
            } catch (PipelineException e) {
                // Rows that a condition keeps from the step may be refused by it, or by one before it.
                continue;
            }
        }
        if (!tried) {
            findings.warning(
                    FindingCode.DM312,
                    place(name),
                    "whether step '" + name + "' works row by row could not be tried: there are not two rows for it",
                    "add an example with two rows; the step runs on some rows only, which must not change the others");
        }
    }

    private static boolean agree(Pipeline pipeline, int step, Map<String, Tensor> inputs, int rows) {
        Map<String, Tensor> together = pipeline.runStep(step, inputs);
        for (int row = 0; row < rows; row++) {
            Map<String, Tensor> alone = pipeline.runStep(step, Batch.cut(inputs, row, row + 1));
            for (Map.Entry<String, Tensor> output : together.entrySet()) {
                Tensor cut = output.getValue().rows(row, row + 1);
                if (RowTrial.differs(Objects.requireNonNull(alone.get(output.getKey())), cut)) {
                    return false;
                }
            }
        }
        return true;
    }

    private Span place(String step) {
        Optional<Manifest.Step> found = manifest.steps().stream()
                .filter(candidate -> candidate.name().value().equals(step))
                .findFirst();
        return found.flatMap(Manifest.Step::when)
                .map(Located::span)
                .or(() -> found.map(Manifest.Step::uses).map(Located::span))
                .orElse(Span.START);
    }
}
