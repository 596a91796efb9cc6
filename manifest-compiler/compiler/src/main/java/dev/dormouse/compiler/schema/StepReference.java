package dev.dormouse.compiler.schema;

import dev.dormouse.plan.Options;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.step.StepKind;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The reference's part about steps: one section a kind, in Markdown, made from the catalogue. */
public final class StepReference {
    private StepReference() {}

    /** All kinds by name: a table to find them, then each with its options, inputs and outputs. */
    public static String markdown(StepCatalogue catalogue) {
        StringBuilder out = new StringBuilder("| `uses` | |\n|---|---|\n");
        for (StepKind kind : catalogue.kinds()) {
            out.append("| [`" + kind.name() + "`](#" + anchor(kind) + ") | " + cell(kind.summary()) + " |\n");
        }
        catalogue.kinds().forEach(kind -> section(kind, out));
        return out.toString();
    }

    private static String anchor(StepKind kind) {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static void section(StepKind kind, StringBuilder out) {
        out.append("\n### " + kind.name() + "\n\n" + kind.summary() + "\n\n");
        out.append("| | name | |\n|---|---|---|\n");
        kind.options().forEach(option -> row(out, "with", option.name(), describe(option)));
        boolean readsFile = kind.outputs().isEmpty();
        if (readsFile) {
            row(out, "inputs", "", "its own, of the file or as it declares them");
            row(out, "outputs", "", "its own, of the file or as it declares them");
            return;
        }
        List<InputPort> inputs = kind.inputs(new Declaration("step", Options.NONE, Map.of()));
        for (InputPort port : inputs) {
            String name = kind.acceptsAnyInputs() ? "any names" : port.name();
            String optional = port.optional() ? "; may stay unwired" : "";
            row(out, "inputs", name, "`" + port.pattern() + "`: " + port.description() + optional);
        }
        for (OutputPort port : kind.outputs()) {
            row(out, "outputs", port.name(), "`" + port.type() + "`: " + port.description());
        }
    }

    private static String describe(Option option) {
        String need = option.required()
                ? "required"
                : option.defaultValue().map(value -> "default `" + value + "`").orElse("optional");
        return option.description() + "; " + option.type().describe() + "; " + need;
    }

    private static void row(StringBuilder out, String section, String name, String text) {
        String shown = name.isEmpty() ? "" : "`" + name + "`";
        out.append("| " + section + " | " + shown + " | " + cell(text) + " |\n");
    }

    /** One line, with the bars that would end a cell escaped. */
    private static String cell(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining(" ")).replace("|", "\\|");
    }
}
