package dev.dormouse.compiler.check;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.compiler.resolve.ResolvedStep;
import dev.dormouse.plan.Nearest;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.InputPort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Connects each step's inputs, as written or by name, and resolves every reference. */
final class Wiring {
    private final Manifest manifest;
    private final List<Optional<ResolvedStep>> steps;
    private final Findings findings;
    private final Set<Source> used = new HashSet<>();
    private boolean broken;

    Wiring(Manifest manifest, List<Optional<ResolvedStep>> steps, Findings findings) {
        this.manifest = manifest;
        this.steps = steps;
        this.findings = findings;
    }

    /** One entry a step of the manifest; empty where the step or its file could not be resolved. */
    List<Optional<WiredStep>> connect() {
        List<Optional<WiredStep>> wired = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            int position = i;
            if (steps.get(i).isEmpty()) {
                // Its references still count as uses, and may still be wrong.
                manifest.steps().get(i).inputs().forEach(wire -> resolve(wire.reference()));
                condition(manifest.steps().get(i));
            }
            wired.add(steps.get(i).flatMap(step -> connect(position, step)));
        }
        return wired;
    }

    private Optional<WiredStep> connect(int position, ResolvedStep step) {
        List<InputPort> ports;
        try {
            ports = step.kind().inputs(step.declaration());
        } catch (ArtifactException e) {
            StepProblems.report(step, e, findings);
            step.step().inputs().forEach(wire -> resolve(wire.reference()));
            condition(step.step());
            return Optional.empty();
        }
        Map<String, Source> explicit = new LinkedHashMap<>();
        Optional<StepCondition> when = condition(step.step());
        boolean complete = when.isPresent() == step.step().when().isPresent();
        for (Manifest.Wire wire : step.step().inputs()) {
            complete &= accepts(step, ports, wire);
            Optional<Source> source = resolve(wire.reference());
            complete &= source.isPresent();
            source.ifPresent(found -> explicit.put(wire.port().value(), found));
        }
        if (step.kind().acceptsAnyInputs()) {
            return Optional.of(new WiredStep(step, ports, explicit, when, complete && anyInput(step)));
        }
        Map<String, Source> inputs = new LinkedHashMap<>();
        for (InputPort port : ports) {
            boolean written = step.step().inputs().stream()
                    .anyMatch(wire -> wire.port().value().equals(port.name()));
            Optional<Source> source =
                    written ? Optional.ofNullable(explicit.get(port.name())) : byName(position, step, port);
            source.ifPresent(found -> inputs.put(port.name(), found));
            complete &= source.isPresent() || port.optional();
        }
        return Optional.of(new WiredStep(step, ports, inputs, when, complete));
    }

    private Optional<StepCondition> condition(Manifest.Step step) {
        Optional<StepCondition> condition =
                step.when().flatMap(text -> StepCondition.read(text, this::resolve, findings));
        broken |= condition.isPresent() != step.when().isPresent();
        return condition;
    }

    private boolean anyInput(ResolvedStep step) {
        if (!step.step().inputs().isEmpty()) {
            return true;
        }
        findings.error(
                FindingCode.DM205,
                step.step().uses().span(),
                "'" + step.kind().name() + "' joins inputs, but step '" + step.name() + "' has none",
                "add 'inputs: {a: STEP.OUTPUT, b: STEP.OUTPUT}'; their names are free");
        return false;
    }

    private boolean accepts(ResolvedStep step, List<InputPort> ports, Manifest.Wire wire) {
        List<String> known = ports.stream().map(InputPort::name).toList();
        if (step.kind().acceptsAnyInputs() || known.contains(wire.port().value())) {
            return true;
        }
        findings.error(
                FindingCode.DM206,
                wire.port().span(),
                "'" + step.kind().name() + "' has no input '" + wire.port().value() + "'",
                Nearest.didYouMean(wire.port().value(), known).orElse("its inputs are " + String.join(", ", known)));
        return false;
    }

    /** The one value of that name among the pipeline's inputs and the outputs of steps written earlier. */
    private Optional<Source> byName(int position, ResolvedStep step, InputPort port) {
        List<Source> candidates = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < manifest.inputs().size(); i++) {
            if (manifest.inputs().get(i).name().value().equals(port.name())) {
                candidates.add(new Source.FromInput(i));
                shown.add(port.name());
            }
        }
        boolean unsure = false;
        for (int i = 0; i < position; i++) {
            Optional<List<String>> outputs = outputNames(i);
            unsure |= outputs.isEmpty();
            if (outputs.orElse(List.of()).contains(port.name())) {
                candidates.add(new Source.FromStep(i, port.name()));
                shown.add(manifest.steps().get(i).name().value() + "." + port.name());
            }
        }
        if (candidates.size() == 1) {
            used.add(candidates.get(0));
            return Optional.of(candidates.get(0));
        }
        // Where an earlier step is already reported, its outputs are not known: don't blame this step for it.
        boolean optionalOrUnsure = candidates.isEmpty() && (port.optional() || unsure);
        if (!optionalOrUnsure) {
            findings.error(
                    FindingCode.DM205,
                    step.step().uses().span(),
                    "input '" + port.name() + "' of step '" + step.name() + "' is not wired"
                            + (candidates.isEmpty() ? "" : ", and several values have that name"),
                    "add 'inputs: {" + port.name() + ": …}' to the step",
                    candidates.isEmpty() ? available(position) : "candidates are " + String.join(", ", shown));
        }
        return Optional.empty();
    }

    private String available(int position) {
        Stream<String> inputs =
                manifest.inputs().stream().map(input -> input.name().value());
        Stream<String> outputs = Stream.iterate(0, i -> i < position, i -> i + 1)
                .flatMap(i -> outputNames(i).orElse(List.of()).stream()
                        .map(name -> manifest.steps().get(i).name().value() + "." + name));
        return "what there is so far: "
                + String.join(", ", Stream.concat(inputs, outputs).toList());
    }

    private Optional<List<String>> outputNames(int position) {
        return steps.get(position).flatMap(step -> {
            try {
                return Optional.of(step.kind().outputNames(step.declaration()));
            } catch (ArtifactException e) {
                // Reported where the step itself is connected.
                return Optional.empty();
            }
        });
    }

    /** What a reference stands for, or a finding at the reference. */
    Optional<Source> resolve(Manifest.Reference reference) {
        Optional<Source> source = find(reference);
        source.ifPresent(used::add);
        broken |= source.isEmpty();
        return source;
    }

    private Optional<Source> find(Manifest.Reference reference) {
        for (int i = 0; i < manifest.inputs().size(); i++) {
            if (manifest.inputs().get(i).name().value().equals(reference.source())) {
                return reference.output().isEmpty() ? Optional.of(new Source.FromInput(i)) : noOutputOfInput(reference);
            }
        }
        for (int i = 0; i < manifest.steps().size(); i++) {
            if (manifest.steps().get(i).name().value().equals(reference.source())) {
                return output(i, reference);
            }
        }
        List<String> names = Stream.concat(
                        manifest.inputs().stream().map(input -> input.name().value()),
                        manifest.steps().stream().map(step -> step.name().value()))
                .toList();
        findings.error(
                FindingCode.DM202,
                reference.span(),
                "there is no input or step '" + reference.source() + "'",
                Nearest.didYouMean(reference.source(), names)
                        .orElse("refer to an input by its name, to a step by STEP.OUTPUT"),
                "there are " + String.join(", ", names));
        return Optional.empty();
    }

    private Optional<Source> noOutputOfInput(Manifest.Reference reference) {
        findings.error(
                FindingCode.DM207,
                reference.span(),
                "'" + reference.source() + "' is an input of the pipeline and has no outputs",
                "write '" + reference.source() + "'");
        return Optional.empty();
    }

    private Optional<Source> output(int position, Manifest.Reference reference) {
        Optional<List<String>> names = outputNames(position);
        if (names.isEmpty()) {
            return Optional.empty();
        }
        List<String> known = names.get();
        String source = reference.source();
        if (reference.output().isEmpty()) {
            findings.error(
                    FindingCode.DM207,
                    reference.span(),
                    "'" + source + "' is a step; a reference names one of its outputs",
                    known.size() == 1
                            ? "write '" + source + "." + known.get(0) + "'"
                            : "write one of "
                                    + String.join(
                                            ", ",
                                            known.stream()
                                                    .map(n -> source + "." + n)
                                                    .toList()));
            return Optional.empty();
        }
        String name = reference.output().get();
        if (!known.contains(name)) {
            findings.error(
                    FindingCode.DM207,
                    reference.span(),
                    "step '" + source + "' has no output '" + name + "'",
                    Nearest.didYouMean(name, known).orElse("its outputs are " + String.join(", ", known)));
            return Optional.empty();
        }
        return Optional.of(new Source.FromStep(position, name));
    }

    /**
     * Warns of inputs and steps whose values nobody reads; call when every reference has been resolved. Says nothing
     * while a reference is broken: it may have meant just that value.
     */
    void warnUnused() {
        if (broken) {
            return;
        }
        for (int i = 0; i < manifest.inputs().size(); i++) {
            if (!used.contains(new Source.FromInput(i))) {
                Manifest.Input input = manifest.inputs().get(i);
                findings.warning(
                        FindingCode.DM209,
                        input.name().span(),
                        "input '" + input.name().value() + "' is not used",
                        "wire it into a step, or remove it");
            }
        }
        for (int i = 0; i < manifest.steps().size(); i++) {
            int position = i;
            boolean read =
                    used.stream().anyMatch(source -> source instanceof Source.FromStep step && step.step() == position);
            if (!read && steps.get(i).isPresent()) {
                Manifest.Step step = manifest.steps().get(i);
                findings.warning(
                        FindingCode.DM208,
                        step.name().span(),
                        "nobody reads an output of step '" + step.name().value() + "'",
                        "use one of its outputs, or remove the step: it will not run");
            }
        }
    }
}
