package dev.dormouse.compiler.check;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.compiler.source.Located;
import dev.dormouse.compiler.source.Node;
import dev.dormouse.plan.Nearest;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.PlanJson;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.protocol.JsonInputs;
import dev.dormouse.protocol.Shapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The examples' names and values against the types of inputs and outputs. Whether they come true is tried later. */
final class ExampleCheck {
    private ExampleCheck() {}

    static void check(Manifest manifest, List<Optional<TensorType>> outputTypes, Findings findings) {
        Map<String, Optional<TensorType>> inputs = new LinkedHashMap<>();
        manifest.inputs()
                .forEach(input -> inputs.put(input.name().value(), input.type().map(Located::value)));
        Map<String, Optional<TensorType>> outputs = new LinkedHashMap<>();
        for (int i = 0; i < outputTypes.size(); i++) {
            outputs.put(manifest.outputs().get(i).name().value(), outputTypes.get(i));
        }
        for (Manifest.Example example : manifest.examples()) {
            example.inputs().forEach(entry -> check("input", entry, inputs, findings));
            example.outputs().forEach(entry -> check("output", entry, outputs, findings));
            for (Manifest.Input input : manifest.inputs()) {
                boolean given = example.inputs().stream()
                        .anyMatch(
                                entry -> entry.key().value().equals(input.name().value()));
                if (!given) {
                    findings.error(
                            FindingCode.DM601,
                            example.span(),
                            "the example leaves out input '" + input.name().value() + "'",
                            "give every input a value"
                                    + input.type()
                                            .map(type -> "; this one takes " + type.value())
                                            .orElse(""));
                }
            }
        }
    }

    private static void check(
            String what, Node.Entry entry, Map<String, Optional<TensorType>> types, Findings findings) {
        String name = entry.key().value();
        Optional<TensorType> type = types.get(name);
        if (type == null) {
            findings.error(
                    FindingCode.DM601,
                    entry.key().span(),
                    "the pipeline has no " + what + " '" + name + "'",
                    Nearest.didYouMean(name, types.keySet())
                            .orElse("its " + what + "s are " + String.join(", ", types.keySet())));
            return;
        }
        if (type.isEmpty()) {
            return;
        }
        try {
            JsonInputs.read(PlanJson.encode(plain(List.of(entry))), List.of(new Port(name, type.get())), Shapes.EXACT);
        } catch (PipelineException e) {
            findings.error(
                    FindingCode.DM602,
                    entry.value().span(),
                    "the example's value does not fit: "
                            + String.valueOf(e.getMessage()).replaceFirst("^input ", ""),
                    "'" + name + "' is " + type.get());
        }
    }

    /** Entries as plain values. */
    static Map<String, Object> plain(List<Node.Entry> entries) {
        Map<String, Object> values = new LinkedHashMap<>();
        entries.forEach(entry -> values.put(entry.key().value(), entry.value().plain()));
        return values;
    }
}
