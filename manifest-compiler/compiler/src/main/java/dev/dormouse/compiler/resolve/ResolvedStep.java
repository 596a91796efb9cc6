package dev.dormouse.compiler.resolve;

import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.compiler.source.Node;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.plan.Artifact;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.Problem;
import dev.dormouse.step.StepKind;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A step whose kind is there, whose options fit and whose files lie on disk. */
public record ResolvedStep(
        Manifest.Step step, StepKind kind, Declaration declaration, Map<String, ResolvedFile> files) {
    public ResolvedStep {
        files = Map.copyOf(files);
    }

    /**
     * A file with what a plan says of it.
     *
     * @param sources the file itself; where it was made of others, those: the one that the manifest names first
     */
    public record ResolvedFile(Path path, Artifact artifact, List<Artifact> sources, Span span) {
        public ResolvedFile {
            sources = List.copyOf(sources);
        }

        ResolvedFile(Path path, Artifact artifact, Span span) {
            this(path, artifact, List.of(artifact), span);
        }
    }

    public String name() {
        return step.name().value();
    }

    /** Whether a step of the plan is this one, or one of this inner pipeline's. */
    public boolean runs(String planStep) {
        return planStep.equals(name()) || planStep.startsWith(name() + InnerPipeline.SEPARATOR);
    }

    /** A message about this step's files with the names that the manifest has for them, not those of the cache. */
    public String naming(String message) {
        String named = message;
        for (ResolvedFile file : files.values()) {
            String shown = file.artifact().name();
            String onDisk = String.valueOf(file.path().getFileName());
            named = shown.endsWith(onDisk) ? named : named.replace(onDisk, shown);
        }
        return named;
    }

    /** Where a problem of this step is best mended. */
    public Span place(Problem.Place place) {
        return switch (place.kind()) {
            case OPTION -> optionSpan(place.name());
            case INPUT ->
                step.inputs().stream()
                        .filter(wire -> wire.port().value().equals(place.name()))
                        .findFirst()
                        .map(wire -> wire.reference().span())
                        .orElse(step.uses().span());
            case STEP -> step.uses().span();
        };
    }

    /** The first file that the step names, or {@code uses} when it names none. */
    public Span fileSpan() {
        return files.values().stream()
                .map(ResolvedFile::span)
                .min(Comparator.comparingInt(Span::line).thenComparingInt(Span::column))
                .orElse(step.uses().span());
    }

    /** The value of an option, or {@code uses} when the default applies. */
    public Span optionSpan(String option) {
        return step.option(option)
                .map(Node.Entry::value)
                .map(Node::span)
                .orElse(step.uses().span());
    }
}
