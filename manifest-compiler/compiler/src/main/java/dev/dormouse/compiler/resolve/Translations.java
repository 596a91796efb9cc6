package dev.dormouse.compiler.resolve;

import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.resolve.ResolvedStep.ResolvedFile;
import dev.dormouse.step.StepTranslation;
import dev.dormouse.step.TranslatedKind;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Makes of a step whose format is run as another the step of that other kind, over its translated file. */
final class Translations {
    private final SourceFiles sources;
    private final Findings findings;

    Translations(SourceFiles sources, Findings findings) {
        this.sources = sources;
        this.findings = findings;
    }

    /** The other step; empty where a finding says why the file cannot be translated. */
    Optional<ResolvedStep> translate(ResolvedStep step, TranslatedKind kind) {
        ResolvedFile file = Objects.requireNonNull(step.files().get(StepTranslation.SOURCE));
        return DerivedModel.of(
                step, file, "the translation of '" + file.artifact().name() + "' cannot be kept", findings, () -> {
                    ResolvedFile made = sources.derived(
                            file, kind.translate(file.path()), kind.target().name());
                    return Optional.of(new ResolvedStep(
                            step.step(),
                            kind.target(),
                            kind.declaration(step.declaration(), made.path()),
                            Map.of(StepTranslation.SOURCE, made)));
                });
    }
}
