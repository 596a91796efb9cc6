package dev.dormouse.compiler.trial;

import dev.dormouse.compiler.check.Checked;
import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.resolve.ResolvedStep;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.step.StepKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The steps of a plan that call what is outside the process. A compile must not need it: the examples are tried if it is
 * there, a warning says if it is not, and no plan depends on which of the two it was. A start runs the examples anyway.
 */
final class Outward {
    private final Checked checked;
    private final Map<Plan.PlanStep, StepKind> steps;

    private Outward(Checked checked, Map<Plan.PlanStep, StepKind> steps) {
        this.checked = checked;
        this.steps = steps;
    }

    static Outward of(Checked checked, StepCatalogue catalogue) {
        Map<Plan.PlanStep, StepKind> steps = new LinkedHashMap<>();
        for (Plan.PlanStep step : checked.plan().steps()) {
            catalogue.find(step.kind()).filter(StepKind::callsOut).ifPresent(kind -> steps.put(step, kind));
        }
        return new Outward(checked, steps);
    }

    boolean isNone() {
        return steps.isEmpty();
    }

    /** False, with a warning, if a variable is not set without which a step cannot be opened. */
    boolean isComplete(Map<String, String> environment, Findings findings) {
        boolean complete = true;
        for (Map.Entry<Plan.PlanStep, StepKind> step : steps.entrySet()) {
            List<String> unset = step.getValue().variables(step.getKey().options()).stream()
                    .filter(name -> environment.getOrDefault(name, "").isBlank())
                    .toList();
            if (!unset.isEmpty()) {
                warn(
                        step.getKey().name(),
                        "not tried here: step '" + step.getKey().name() + "' needs the environment variable "
                                + String.join(", ", unset),
                        "set it to have the examples tried; the function does not start without it",
                        findings);
                complete = false;
            }
        }
        return complete;
    }

    /** Warns that a server is not there now. */
    void away(PipelineException failure, Findings findings) {
        warn(
                failure.step().orElse(""),
                "the examples are not tried: " + failure.getMessage(),
                "start the server to have them tried; the function is not ready before they come true",
                findings);
    }

    private void warn(String planStep, String message, String help, Findings findings) {
        Optional<ResolvedStep> step =
                checked.steps().stream().filter(each -> each.runs(planStep)).findFirst();
        Span span = step.map(each -> each.step().uses().span()).orElse(Span.START);
        findings.warning(FindingCode.DM606, span, message, help);
    }
}
