package dev.dormouse.compiler.check;

import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.compiler.resolve.ResolvedStep;
import dev.dormouse.plan.Artifact;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

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
        order.ifPresent(positions -> types.check(positions, wired));
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
        return Optional.of(build(running, wired, wanted, types));
    }

    private Checked build(
            List<Integer> running, List<Optional<WiredStep>> wired, List<Source> wanted, TypeCheck types) {
        Slots slots = new Slots(types);
        for (int i = 0; i < manifest.inputs().size(); i++) {
            slots.add(new Source.FromInput(i), manifest.inputs().get(i).name().value());
        }
        List<Plan.PlanStep> steps = new ArrayList<>();
        List<ResolvedStep> resolved = new ArrayList<>();
        Map<String, Path> files = new HashMap<>();
        for (int position : running) {
            WiredStep step = wired.get(position).orElseThrow();
            steps.add(planStep(position, step, types, slots, read(running, wired, wanted)));
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
        Checked.Batchable batch = BatchProof.prove(manifest, running, wired, wanted, types);
        return new Checked(plan(slots, steps, outputs, running, wired), resolved, files, batch);
    }

    private static Set<Source> read(List<Integer> running, List<Optional<WiredStep>> wired, List<Source> wanted) {
        Set<Source> read = new HashSet<>(wanted);
        running.forEach(i -> read.addAll(wired.get(i).orElseThrow().inputs().values()));
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
                outputs);
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

    /** Numbers the values. */
    private static final class Slots {
        private final TypeCheck types;
        private final Map<Source, Integer> numbers = new HashMap<>();
        private final List<Plan.Slot> slots = new ArrayList<>();

        Slots(TypeCheck types) {
            this.types = types;
        }

        int add(Source source, String name) {
            int number = slots.size();
            slots.add(new Plan.Slot(name, types.type(source).orElseThrow()));
            numbers.put(source, number);
            return number;
        }

        int of(Source source) {
            return Objects.requireNonNull(numbers.get(source));
        }

        List<Plan.Slot> all() {
            return slots;
        }
    }
}
