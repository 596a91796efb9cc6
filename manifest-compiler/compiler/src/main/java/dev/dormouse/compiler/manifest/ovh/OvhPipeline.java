package dev.dormouse.compiler.manifest.ovh;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.compiler.source.Located;
import dev.dormouse.compiler.source.Node;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.Datatype;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The native pipeline that grows while evaluators are read one after the other. A name stands for what was last made
 * under it; a name that nobody made becomes an input of the pipeline.
 */
final class OvhPipeline {
    private static final Set<String> PASSING_ON = Set.of("select", "reshape", "cast");

    private final Findings findings;
    private final Set<String> takenNames;
    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, Value> made = new LinkedHashMap<>();
    private final List<Manifest.Input> inputs = new ArrayList<>();
    private final List<Manifest.Step> steps = new ArrayList<>();

    /**
     * An empty pipeline.
     *
     * @param takenNames what no step may be called, since an input might be; new steps add theirs
     */
    OvhPipeline(Findings findings, Set<String> takenNames) {
        this.findings = findings;
        this.takenNames = takenNames;
    }

    /** Something that steps can read. */
    record Value(Manifest.Reference reference, Datatype datatype) {}

    List<Manifest.Input> inputs() {
        return inputs;
    }

    /** The steps, without those that only pass a column on which nobody reads. */
    List<Manifest.Step> stepsFor(List<Manifest.Output> outputs) {
        List<Manifest.Step> needed = new ArrayList<>(steps);
        for (int i = needed.size() - 1; i >= 0; i--) {
            Manifest.Step step = needed.get(i);
            boolean isRead = Stream.concat(
                            needed.stream()
                                    .flatMap(reader -> reader.inputs().stream())
                                    .map(Manifest.Wire::reference),
                            outputs.stream().map(Manifest.Output::reference))
                    .anyMatch(reference -> reference.source().equals(step.name().value()));
            if (!isRead && PASSING_ON.contains(step.uses().value())) {
                needed.remove(i);
            }
        }
        return needed;
    }

    Findings findings() {
        return findings;
    }

    /** For each name so far, the input or step's output that it stands for, as slots of a plan are named. */
    Map<String, String> valueNames() {
        Map<String, String> names = new HashMap<>();
        values.forEach((name, value) -> names.put(
                name,
                value.reference().source()
                        + value.reference().output().map(output -> "." + output).orElse("")));
        return names;
    }

    /** What an evaluator made under the name; inputs of the pipeline do not count. */
    Optional<Value> made(String name) {
        return Optional.ofNullable(made.get(name));
    }

    /** A reference to the value of that name as the wanted type, with a {@code cast} in between where the datatype differs. */
    Manifest.Reference read(Located<String> name, TensorType wanted) {
        Value value = values.computeIfAbsent(name.value(), key -> {
            inputs.add(new Manifest.Input(name, Optional.of(Located.of(wanted, name.span()))));
            return new Value(new Manifest.Reference(key, Optional.empty(), name.span()), wanted.datatype());
        });
        Manifest.Reference reference = at(value.reference(), name.span());
        if (value.datatype() == wanted.datatype()) {
            return reference;
        }
        if (value.datatype() == Datatype.STRING) {
            findings.error(
                    FindingCode.DM302,
                    name.span(),
                    "'" + name.value() + "' is text, but a number is read here",
                    "read another value, or make a number of it before");
            return reference;
        }
        return cast(reference, wanted.datatype(), name);
    }

    Manifest.Reference cast(Manifest.Reference values, Datatype to, Located<String> name) {
        List<Node.Entry> with = List.of(OvhKeys.option("to", to.name(), name.span()));
        return step("cast-" + name.value(), "cast", with, Map.of("values", values), name.span())
                .output("values");
    }

    /** From now on the name stands for this. */
    void make(Located<String> name, Manifest.Reference reference, Datatype datatype) {
        Value value = new Value(reference, datatype);
        values.put(name.value(), value);
        made.put(name.value(), value);
    }

    /** Adds a step under a valid and new name that is like the wish. */
    Added step(String wish, String uses, List<Node.Entry> with, Map<String, Manifest.Reference> wires, Span span) {
        String name = newName(wish);
        List<Manifest.Wire> inputWires = new ArrayList<>();
        wires.forEach((port, reference) -> inputWires.add(new Manifest.Wire(Located.of(port, span), reference)));
        steps.add(new Manifest.Step(Located.of(name, span), Located.of(uses, span), with, inputWires, span));
        return new Added(name, span);
    }

    /** A step just added. */
    record Added(String name, Span span) {
        Manifest.Reference output(String port) {
            return new Manifest.Reference(name, Optional.of(port), span);
        }
    }

    private static Manifest.Reference at(Manifest.Reference reference, Span span) {
        return new Manifest.Reference(reference.source(), reference.output(), span);
    }

    private String newName(String wish) {
        String valid = wish.replaceAll("[^A-Za-z0-9_]+", "-")
                .replaceAll("^[^A-Za-z_]+", "")
                .replaceAll("-+$", "");
        String base = valid.isEmpty() ? "step" : valid;
        String name = base;
        for (int i = 2; !takenNames.add(name); i++) {
            name = base + "-" + i;
        }
        return name;
    }
}
