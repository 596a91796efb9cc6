package dev.dormouse.compiler.check;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.compiler.resolve.InnerPipeline;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Gaps;
import dev.dormouse.step.Problem;
import dev.dormouse.step.Signature;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which values are there when: that steps on some rows can be run so, and that every output is whole. See
 * docs/decisions/0010-when-runs-a-step-on-some-rows.md.
 */
final class BranchCheck {
    private final TypeCheck types;
    private final Findings findings;
    private final Presences presences = new Presences();
    private final Map<Integer, Integer> ofSteps = new HashMap<>();
    private final Set<Integer> onSomeRows = new HashSet<>();

    BranchCheck(TypeCheck types, Findings findings) {
        this.types = types;
        this.findings = findings;
    }

    /** Works out when each step runs; call in the order of the steps, after their types. */
    void check(List<Integer> order, List<Optional<WiredStep>> steps) {
        for (int position : order) {
            Optional<Signature> signature = types.signature(position);
            if (signature.isPresent()) {
                check(position, steps.get(position).orElseThrow(), signature.get());
            }
        }
    }

    private void check(int position, WiredStep step, Signature signature) {
        int presence = presence(position, step);
        ofSteps.put(position, presence);
        if (step.resolved().kind() instanceof InnerPipeline inner && !presences.isAlways(presence)) {
            checkInner(step, inner);
        }
        Optional<Dim> rows = rows(position, step);
        if (rows.isEmpty()) {
            return;
        }
        boolean runsOnSome = presences.isPerRow(presence);
        if (runsOnSome) {
            onSomeRows.add(position);
        }
        boolean inputsFit = (!runsOnSome && gaps(step) == Gaps.NARROW) || inputsStartWith(step, rows.get());
        if (runsOnSome && inputsFit) {
            checkRows(step, signature, rows.get());
        }
    }

    private static Gaps gaps(WiredStep step) {
        return step.resolved().kind().gaps(step.resolved().declaration());
    }

    private int presence(int position, WiredStep step) {
        Propositions propositions = presences.propositions();
        Gaps gaps = gaps(step);
        int presence = gaps == Gaps.JOIN ? Propositions.NEVER : Propositions.ALWAYS;
        if (gaps != Gaps.FILL) {
            for (Source input : step.inputs().values()) {
                presence = gaps == Gaps.JOIN
                        ? propositions.or(presence, of(input))
                        : propositions.and(presence, of(input));
            }
        }
        if (step.when().isEmpty() || types.condition(position).isEmpty()) {
            return presence;
        }
        StepCondition condition = step.when().get();
        for (Map.Entry<String, Source> read : condition.reads().entrySet()) {
            presence = propositions.and(presence, of(read.getValue()));
            if (condition.formula().looksAtAll() && presences.isPerRow(of(read.getValue()))) {
                findings.error(
                        FindingCode.DM312,
                        condition.text().span(),
                        "'any' and 'all' take all rows, but '" + read.getKey() + "' is there for some only",
                        "give the rows that lack it a value: 'uses: coalesce' with a 'default'");
            }
        }
        return propositions.and(presence, presences.of(condition, types.conditionTypes(condition)));
    }

    /** All steps of an inner pipeline take over its condition, and run where its inputs are there. */
    private void checkInner(WiredStep step, InnerPipeline inner) {
        boolean differ =
                step.inputs().values().stream().map(this::of).distinct().count() > 1;
        if (!inner.hasBranches() && !differ) {
            return;
        }
        findings.error(
                FindingCode.DM312,
                place(step),
                "step '" + step.resolved().name() + "' is a pipeline "
                        + (inner.hasBranches()
                                ? "with branches or handed-through inputs of its own, so it cannot stand in a branch"
                                : "whose inputs are there for different rows"),
                inner.hasBranches()
                        ? "write the inner pipeline's steps here, or join the branches before it"
                        : "give it inputs of one branch, or join the branches before it");
    }

    private int of(Source source) {
        return source instanceof Source.FromStep from
                ? ofSteps.getOrDefault(from.step(), Propositions.ALWAYS)
                : Propositions.ALWAYS;
    }

    /** The dim of the rows that the step or its inputs may lack, if they may lack any. */
    private Optional<Dim> rows(int position, WiredStep step) {
        Optional<Dim> ofCondition = types.condition(position)
                .flatMap(type -> type.dims().stream().findFirst())
                .filter(dim -> step.when().isPresent());
        return ofCondition.or(() -> step.inputs().values().stream()
                .filter(input -> presences.isPerRow(of(input)))
                .flatMap(input -> types.type(input).stream())
                .filter(type -> type.rank() > 0)
                .map(type -> type.dim(0))
                .findFirst());
    }

    /** Whether all inputs have the rows; reports those that have not. */
    private boolean inputsStartWith(WiredStep step, Dim rows) {
        boolean all = true;
        for (Map.Entry<String, Source> input : step.inputs().entrySet()) {
            TensorType type = types.type(input.getValue()).orElseThrow();
            if (!startsWith(type, rows)) {
                all = false;
                findings.error(
                        FindingCode.DM312,
                        step.resolved().place(Problem.Place.input(input.getKey())),
                        "step '" + step.resolved().name() + "' runs on some of the rows '" + rows + "', but '"
                                + input.getKey() + "' is " + type + ", which has other rows or none",
                        "wire something that starts with the dim '" + rows + "', or make the condition one for the"
                                + " request, with any(…) or all(…)");
            }
        }
        return all;
    }

    private void checkRows(WiredStep step, Signature signature, Dim rows) {
        boolean outputsHaveRows = signature.outputs().values().stream().allMatch(type -> startsWith(type, rows));
        if (signature.rows() != Signature.Rows.MIXED && outputsHaveRows) {
            return;
        }
        findings.error(
                FindingCode.DM312,
                place(step),
                "step '" + step.resolved().name() + "' ('"
                        + step.resolved().kind().name()
                        + "') does not work row by row, so it cannot run on some of the rows '" + rows + "'",
                "join the branches before it, or make the condition one for the request, with any(…) or all(…)");
    }

    /** The condition, or else the first input that lacks rows. */
    private Span place(WiredStep step) {
        return step.when()
                .map(condition -> condition.text().span())
                .orElseGet(() -> step.inputs().entrySet().stream()
                        .filter(input -> presences.isPerRow(of(input.getValue())))
                        .map(input -> step.resolved().place(Problem.Place.input(input.getKey())))
                        .findFirst()
                        .orElse(step.resolved().step().uses().span()));
    }

    private static boolean startsWith(TensorType type, Dim rows) {
        return type.rank() > 0 && type.dim(0).equals(rows);
    }

    /** Reports an output that is not there for every row of every request. */
    void checkOutput(Manifest.Output output, Source source) {
        int presence = of(source);
        if (presences.isAlways(presence)) {
            return;
        }
        String whole = presences.isPerRow(presence) ? "some rows" : "some requests";
        findings.error(
                FindingCode.DM311,
                output.reference().span(),
                "'" + output.reference().text() + "' may be missing for " + whole + ", but an output is always there",
                "join the branches with 'uses: coalesce': an input for each case, or 'default' for the rest",
                presences.counterexample(presence).toArray(String[]::new));
    }

    /** Whether the step may run on some rows of a request and not on others. */
    boolean runsOnSomeRows(int position) {
        return onSomeRows.contains(position);
    }
}
