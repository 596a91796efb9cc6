package dev.dormouse.benchmarks;

import dev.dormouse.compiler.Compilation;
import dev.dormouse.compiler.ManifestCompiler;
import dev.dormouse.engine.Artifacts;
import dev.dormouse.engine.Pipeline;
import dev.dormouse.engine.StepListener;
import dev.dormouse.plan.Plan;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.step.StepContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A manifest of this repository, compiled. Paths are relative to the repository's root, which is the working folder. */
record Sample(StepCatalogue catalogue, Compilation.Compiled compiled) {
    /** @throws IllegalStateException with the findings if it does not compile */
    static Sample compile(Path manifest) {
        try {
            StepCatalogue catalogue = StepCatalogue.load();
            Compilation compilation = compiler(catalogue).compile(manifest);
            return new Sample(
                    catalogue,
                    compilation
                            .compiled()
                            .orElseThrow(() -> new IllegalStateException(manifest + ": " + compilation.findings())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A compiler that knows the ready-made models. */
    static ManifestCompiler compiler(StepCatalogue catalogue) throws IOException {
        return ManifestCompiler.create(
                catalogue, Optional.of(Path.of("").toAbsolutePath()), Files.createTempDirectory("benchmark-cache"));
    }

    Plan plan() {
        return compiled.plan();
    }

    Pipeline pipeline() {
        return Pipeline.open(plan(), artifacts(), catalogue, StepListener.NONE);
    }

    private Artifacts artifacts() {
        return artifact -> Objects.requireNonNull(compiled.files().get(artifact.sha256()));
    }

    /** One step of the plan, opened alone. */
    Step step(String name) {
        Plan.PlanStep step = plan().steps().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        Map<String, Path> files = new HashMap<>();
        step.artifacts()
                .forEach((option, artifact) -> files.put(option, artifacts().path(artifact)));
        StepContext context = new StepContext(
                new Declaration(step.name(), step.options(), files), wires(step.inputs()), wires(step.outputs()));
        try {
            return catalogue.find(step.kind()).orElseThrow().open(context);
        } catch (Exception e) {
            throw new IllegalStateException("step '" + name + "' cannot be opened", e);
        }
    }

    private List<StepContext.Wire> wires(Map<String, Integer> ports) {
        return ports.entrySet().stream()
                .map(port -> new StepContext.Wire(
                        port.getKey(), plan().slots().get(port.getValue()).type()))
                .toList();
    }
}
