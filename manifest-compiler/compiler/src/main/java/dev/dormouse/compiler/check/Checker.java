package dev.dormouse.compiler.check;

import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.compiler.resolve.InnerPipeline;
import dev.dormouse.compiler.resolve.ResolvedStep;
import dev.dormouse.plan.Artifact;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Signature;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** From resolved steps to a checked plan: connect, order, type, then the rules about outputs, examples and resources. */
public final class Checker {
    private final Manifest manifest;
    private final Findings findings;

    public Checker(Manifest manifest, Findings findings) {
        this.manifest = manifest;
        this.findings = findings;
    }

    /** The plan, or empty when there are errors. */
    public Optional<Checked> check(List<Optional<ResolvedStep>> steps) {
        Wiring wiring = new Wiring(manifest, steps, findings);
        List<Optional<WiredStep>> wired = wiring.connect();
        List<Optional<Source>> outputs = manifest.outputs().stream()
                .map(output -> wiring.resolve(output.reference()))
                .toList();
        wiring.warnUnused();
        Optional<List<Integer>> order = new StepOrder(wired, findings).sort();
        TypeCheck types = new TypeCheck(manifest, findings);
        BranchCheck branches = new BranchCheck(types, findings);
        order.ifPresent(positions -> {
            types.check(positions, wired);
            branches.check(positions, wired);
            checkOutputs(outputs, branches);
        });
        TokenizerMatch.check(wired, findings);
        List<Optional<TensorType>> outputTypes =
                outputs.stream().map(output -> output.flatMap(types::type)).toList();
        ExampleCheck.check(manifest, outputTypes, findings);
        ResourceCheck.check(manifest, steps, findings);
        if (findings.hasErrors()) {
            return Optional.empty();
        }
        List<Source> wanted = outputs.stream().map(Optional::orElseThrow).toList();
        Set<Integer> needed = StepOrder.needed(wanted, wired);
        List<Integer> running =
                order.orElseThrow().stream().filter(needed::contains).toList();
        Checked checked = build(running, wired, wanted, types, branches);
        BorderMatch.check(checked.plan(), checked.steps(), findings);
        return findings.hasErrors() ? Optional.empty() : Optional.of(checked);
    }

    private void checkOutputs(List<Optional<Source>> outputs, BranchCheck branches) {
        for (int i = 0; i < outputs.size(); i++) {
            Manifest.Output output = manifest.outputs().get(i);
            outputs.get(i).ifPresent(source -> branches.checkOutput(output, source));
        }
    }

    private Checked build(
            List<Integer> running,
            List<Optional<WiredStep>> wired,
            List<Source> wanted,
            TypeCheck types,
            BranchCheck branches) {
        Slots slots = new Slots(types);
        for (int i = 0; i < manifest.inputs().size(); i++) {
            slots.add(new Source.FromInput(i), manifest.inputs().get(i).name().value());
        }
        List<Plan.PlanStep> steps = new ArrayList<>();
        List<ResolvedStep> resolved = new ArrayList<>();
        Map<String, Path> files = new HashMap<>();
        for (int position : running) {
            WiredStep step = wired.get(position).orElseThrow();
            Set<Source> read = read(running, wired, wanted);
            if (step.resolved().kind() instanceof InnerPipeline inner) {
                steps.addAll(new InnerSteps(position, step, inner, types, slots).planSteps(read));
            } else {
                steps.add(planStep(position, step, types, slots, read));
            }
            resolved.add(step.resolved());
            step.resolved()
                    .files()
                    .values()
                    .forEach(file -> files.put(file.artifact().sha256(), file.path()));
        }
        List<Plan.Output> outputs = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            outputs.add(new Plan.Output(manifest.outputs().get(i).name().value(), slots.of(wanted.get(i))));
        }
        Set<String> used = steps.stream()
                .flatMap(step -> step.artifacts().values().stream())
                .map(Artifact::sha256)
                .collect(Collectors.toSet());
        files.keySet().retainAll(used);
        Checked.Batchable batch = BatchProof.prove(manifest, running, wired, wanted, types);
        Set<String> rowsToTry = running.stream()
                .filter(position -> branches.runsOnSomeRows(position)
                        && types.signature(position).orElseThrow().rows() == Signature.Rows.TO_BE_TRIED
                        && !(wired.get(position).orElseThrow().resolved().kind() instanceof InnerPipeline))
                .map(position -> wired.get(position).orElseThrow().resolved().name())
                .collect(Collectors.toSet());
        return new Checked(plan(slots, steps, outputs, running, wired), resolved, files, batch, rowsToTry);
    }

    private static Set<Source> read(List<Integer> running, List<Optional<WiredStep>> wired, List<Source> wanted) {
        Set<Source> read = new HashSet<>(wanted);
        running.forEach(i -> wired.get(i).orElseThrow().reads().forEach(one -> read.add(one.source())));
        return read;
    }

    private static Plan.PlanStep planStep(
            int position, WiredStep step, TypeCheck types, Slots slots, Set<Source> read) {
        Map<String, Integer> inputs = new LinkedHashMap<>();
        step.inputs().forEach((port, source) -> inputs.put(port, slots.of(source)));
        Map<String, Integer> outputs = new LinkedHashMap<>();
        for (String name : types.signature(position).orElseThrow().outputs().keySet()) {
            Source source = new Source.FromStep(position, name);
            if (read.contains(source)) {
                outputs.put(name, slots.add(source, step.resolved().name() + "." + name));
            }
        }
        Map<String, Artifact> artifacts = new LinkedHashMap<>();
        step.resolved().files().forEach((option, file) -> artifacts.put(option, file.artifact()));
        return new Plan.PlanStep(
                step.resolved().name(),
                step.resolved().kind().name(),
                step.resolved().declaration().options(),
                artifacts,
                inputs,
                outputs,
                step.when().map(condition -> condition.inPlan(slots)));
    }

    private Plan plan(
            Slots slots,
            List<Plan.PlanStep> steps,
            List<Plan.Output> outputs,
            List<Integer> running,
            List<Optional<WiredStep>> wired) {
        List<Port> inputs = manifest.inputs().stream()
                .map(input -> new Port(
                        input.name().value(), input.type().orElseThrow().value()))
                .toList();
        List<Plan.Example> examples = manifest.examples().stream()
                .map(example -> new Plan.Example(
                        ExampleCheck.plain(example.inputs()),
                        ExampleCheck.plain(example.outputs()),
                        example.tolerance()))
                .toList();
        Manifest.Metadata metadata = manifest.metadata();
        Map<String, String> annotations = new LinkedHashMap<>(metadata.annotations());
        annotations.remove(Plan.INPUT_REMARKS);
        InputRemarks.annotation(manifest, running, wired).ifPresent(text -> annotations.put(Plan.INPUT_REMARKS, text));
        String name = manifest.name().value();
        Manifest.Execution execution = manifest.execution();
        return new Plan(
                new Plan.Metadata(name, metadata.version(), metadata.description(), metadata.labels(), annotations),
                inputs,
                slots.all(),
                steps,
                outputs,
                examples,
                new Plan.Execution(
                        Optional.empty(),
                        execution.scale().value(),
                        execution.batching().map(batching -> batching.value()),
                        events(name, execution.events()),
                        execution.resources().value()));
    }

    /** What the manifest says, and for what it leaves out names made of the pipeline's. */
    private static Plan.Events events(String name, Optional<Plan.Events> written) {
        String type = written.map(Plan.Events::type).orElse("");
        String source = written.map(Plan.Events::source).orElse("");
        return new Plan.Events(
                type.isEmpty() ? "dev.dormouse." + name + ".prediction" : type, source.isEmpty() ? "/" + name : source);
    }
}
