package dev.dormouse.compiler.check;

import dev.dormouse.compiler.resolve.ResolvedStep;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A step with every input connected.
 *
 * @param inputs in the order in which the kind wants them
 * @param when its condition, if it has one that could be read
 * @param complete false when a finding says that some input could not be connected
 */
record WiredStep(
        ResolvedStep resolved,
        List<InputPort> ports,
        Map<String, Source> inputs,
        Optional<StepCondition> when,
        boolean complete) {
    WiredStep {
        ports = List.copyOf(ports);
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }

    /** What it needs before it can run, and where the manifest says so. */
    record Read(Source source, Span span) {}

    /** Its inputs, then what its condition reads. */
    List<Read> reads() {
        List<Read> reads = new ArrayList<>();
        inputs.forEach((port, source) -> reads.add(new Read(source, resolved.place(Problem.Place.input(port)))));
        when.ifPresent(condition -> condition
                .formula()
                .references()
                .forEach(reference -> Optional.ofNullable(condition.reads().get(reference.name()))
                        .ifPresent(source -> reads.add(new Read(source, condition.span(reference.part()))))));
        return reads;
    }

    /** The port behind each wired name. */
    Map<String, InputPort> portsByName() {
        Map<String, InputPort> byName = new LinkedHashMap<>();
        if (resolved.kind().acceptsAnyInputs()) {
            inputs.keySet().forEach(name -> byName.put(name, ports.get(0)));
        } else {
            ports.forEach(port -> byName.put(port.name(), port));
        }
        return byName;
    }
}
