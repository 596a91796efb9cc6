package dev.dormouse.cli;

import dev.dormouse.plan.Options;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.StepKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A step kind as text for a terminal. */
final class StepPage {
    private static final int NAME = 18;
    private static final int TYPE = 34;

    private StepPage() {}

    /** Name and summary. */
    static String line(StepKind kind) {
        return pad(kind.name(), NAME) + kind.summary();
    }

    /** Everything that the kind says about itself. */
    static String of(StepKind kind) {
        StringBuilder page = new StringBuilder();
        page.append(kind.name()).append(": ").append(kind.summary()).append("\n\n");
        options(page, kind.options());
        if (kind.outputs().isEmpty()) {
            page.append("inputs and outputs\n  its own, of the file or as it declares them\n");
            return page.toString();
        }
        page.append(kind.acceptsAnyInputs() ? "inputs (of any names)\n" : "inputs\n");
        kind.inputs(undeclared(kind)).forEach(port -> page.append(input(port)));
        page.append("outputs\n");
        kind.outputs().forEach(port -> page.append(output(port)));
        return page.toString();
    }

    /** The ports of a kind that has documented outputs depend on no option, so that the defaults will do. */
    private static Declaration undeclared(StepKind kind) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        kind.options().forEach(option -> option.defaultValue().ifPresent(value -> defaults.put(option.name(), value)));
        return new Declaration(kind.name(), new Options(defaults), Map.of());
    }

    private static void options(StringBuilder page, List<Option> options) {
        if (options.isEmpty()) {
            return;
        }
        page.append("with\n");
        for (Option option : options) {
            String value = option.required()
                    ? ", required"
                    : option.defaultValue()
                            .map(shown -> ", " + shown + " if left out")
                            .orElse("");
            page.append("  ")
                    .append(pad(option.name(), NAME))
                    .append(option.description())
                    .append(" (")
                    .append(option.type().describe())
                    .append(value)
                    .append(")\n");
        }
    }

    private static String input(InputPort port) {
        return "  " + pad(port.name(), NAME) + pad(port.pattern() + (port.optional() ? " (optional)" : ""), TYPE)
                + port.description() + "\n";
    }

    private static String output(OutputPort port) {
        return "  " + pad(port.name(), NAME) + pad(port.type(), TYPE) + port.description() + "\n";
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
