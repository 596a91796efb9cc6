package dev.dormouse.protocol;

import dev.dormouse.plan.Nearest;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The inputs of a plan, as a request of the Open Inference Protocol names them. */
public final class InferencePorts {
    /** No tensor of a request has more dims. */
    public static final int MAX_RANK = 32;

    private final Map<String, Port> ports = new LinkedHashMap<>();

    public InferencePorts(Plan plan) {
        this(plan.inputs());
    }

    InferencePorts(List<Port> known) {
        known.forEach(port -> ports.put(port.name(), port));
    }

    public int size() {
        return ports.size();
    }

    /** @throws PipelineException INVALID_INPUT, with the inputs there are, if none has the name */
    public Port find(String name) {
        Port found = ports.get(name);
        if (found == null) {
            throw PipelineException.invalidInput("'" + Tokens.clip(name) + "' is not an input"
                    + Nearest.didYouMean(name, ports.keySet())
                            .map(question -> "; " + question)
                            .orElse(";")
                    + " the inputs are "
                    + ports.values().stream()
                            .map(known -> "'" + known.name() + "' " + known.type())
                            .collect(Collectors.joining(", ")));
        }
        return found;
    }

    /**
     * Compares what a request says of an input with the plan.
     *
     * @throws PipelineException INVALID_INPUT if it is another datatype, or none
     */
    public static void requireDatatype(Port port, Optional<String> datatype) {
        String wanted = port.type().datatype().protocolName();
        if (datatype.isEmpty() || !datatype.get().equals(wanted)) {
            throw PipelineException.invalidInput("input '" + port.name() + "' has the datatype " + wanted
                    + datatype.map(given -> ", not '" + Tokens.clip(given) + "'")
                            .orElse("; the request gives none"));
        }
    }
}
