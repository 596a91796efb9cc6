package dev.dormouse.compiler.check;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.resolve.InnerPipeline;
import dev.dormouse.compiler.resolve.ResolvedStep;
import dev.dormouse.plan.Plan;
import dev.dormouse.step.Problem;
import dev.dormouse.step.TokenModel;
import dev.dormouse.step.TokenSource;
import dev.dormouse.step.TokenizerCheck;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The same as {@link TokenizerMatch} where the ids go into an inner pipeline, out of one, or from one to another. */
final class BorderMatch {
    private final List<ResolvedStep> steps;
    private final Findings findings;

    private BorderMatch(List<ResolvedStep> steps, Findings findings) {
        this.steps = steps;
        this.findings = findings;
    }

    /** A value that a step of the plan makes. */
    private record Made(String step, String output) {}

    static void check(Plan plan, List<ResolvedStep> steps, Findings findings) {
        Map<Integer, Made> made = new HashMap<>();
        BorderMatch match = new BorderMatch(steps, findings);
        for (Plan.PlanStep step : plan.steps()) {
            step.inputs().forEach((port, slot) -> {
                Made ids = made.get(slot);
                if (ids != null && !owner(ids.step()).equals(owner(step.name()))) {
                    match.check(ids, step.name(), port);
                }
            });
            step.outputs().forEach((port, slot) -> made.put(slot, new Made(step.name(), port)));
        }
    }

    /** The manifest that a step of the plan stands in; each has matched its own steps. */
    private static String owner(String planStep) {
        return planStep.substring(0, planStep.lastIndexOf(InnerPipeline.SEPARATOR) + 1);
    }

    private void check(Made ids, String modelName, String port) {
        ResolvedStep tokenizer = find(steps, ids.step());
        ResolvedStep model = find(steps, modelName);
        if (tokenizer.kind() instanceof TokenSource source
                && model.kind() instanceof TokenModel kind
                && source.idsOutput().equals(ids.output())) {
            TokenizerCheck.check(source.facts(tokenizer.declaration()), kind, model.declaration(), port)
                    .ifPresent(problem -> report(tokenizer, ids.step(), modelName, problem));
        }
    }

    private void report(ResolvedStep tokenizer, String tokenizerName, String modelName, Problem problem) {
        Optional<ResolvedStep> own = steps.stream().filter(tokenizer::equals).findFirst();
        if (own.isPresent()) {
            StepProblems.report(tokenizer, problem, findings);
            return;
        }
        ResolvedStep user = steps.stream()
                .filter(step -> step.runs(tokenizerName))
                .findFirst()
                .orElseThrow();
        findings.error(
                FindingCode.DM408,
                user.step().uses().span(),
                "'" + tokenizerName + "' and '" + modelName + "' do not belong together: " + problem.headline(),
                problem.help());
    }

    private static ResolvedStep find(List<ResolvedStep> steps, String planStep) {
        for (ResolvedStep step : steps) {
            if (planStep.equals(step.name())) {
                return step;
            }
            if (step.runs(planStep) && step.kind() instanceof InnerPipeline inner) {
                return find(inner.steps(), planStep.substring(step.name().length() + 1));
            }
        }
        throw new IllegalStateException("the plan has a step that no manifest has: " + planStep);
    }
}
