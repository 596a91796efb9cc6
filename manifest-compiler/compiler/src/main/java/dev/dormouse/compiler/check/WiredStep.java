package dev.dormouse.compiler.check;

import dev.dormouse.compiler.resolve.ResolvedStep;
import dev.dormouse.step.InputPort;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A step with every input connected.
 *
 * @param inputs in the order in which the kind wants them
 * @param complete false when a finding says that some input could not be connected
 */
record WiredStep(ResolvedStep resolved, List<InputPort> ports, Map<String, Source> inputs, boolean complete) {
    WiredStep {
        ports = List.copyOf(ports);
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
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
