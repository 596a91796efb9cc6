package dev.dormouse.compiler.check;

import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.resolve.ResolvedStep;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.TokenModel;
import dev.dormouse.step.TokenSource;
import dev.dormouse.step.TokenizerCheck;
import java.util.List;
import java.util.Optional;

/** Every model input that is wired to a tokenizer's ids: do vocabulary and lengths belong together. */
final class TokenizerMatch {
    private final List<Optional<WiredStep>> steps;
    private final Findings findings;

    private TokenizerMatch(List<Optional<WiredStep>> steps, Findings findings) {
        this.steps = steps;
        this.findings = findings;
    }

    static void check(List<Optional<WiredStep>> steps, Findings findings) {
        TokenizerMatch match = new TokenizerMatch(steps, findings);
        steps.stream().flatMap(Optional::stream).forEach(match::check);
    }

    private void check(WiredStep model) {
        if (!(model.resolved().kind() instanceof TokenModel kind)) {
            return;
        }
        model.inputs().forEach((port, source) -> {
            if (source instanceof Source.FromStep from) {
                steps.get(from.step()).ifPresent(step -> check(step.resolved(), from.output(), model, kind, port));
            }
        });
    }

    private void check(ResolvedStep tokenizer, String output, WiredStep model, TokenModel kind, String port) {
        if (!(tokenizer.kind() instanceof TokenSource source)
                || !source.idsOutput().equals(output)) {
            return;
        }
        try {
            TokenizerCheck.check(
                            source.facts(tokenizer.declaration()),
                            kind,
                            model.resolved().declaration(),
                            port)
                    .ifPresent(problem -> StepProblems.report(tokenizer, problem, findings));
        } catch (ArtifactException e) {
            // The tokenizer's own file; the model's was read when it was connected.
            StepProblems.report(tokenizer, e, findings);
        }
    }
}
