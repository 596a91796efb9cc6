package dev.dormouse.compiler.manifest;

import dev.dormouse.compiler.source.Located;
import dev.dormouse.compiler.source.Node;
import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A manifest as it was written, every part with its place. Syntax, keys and the forms of single values are checked;
 * names, types and files are not. What could not be read is left out, and a finding says so.
 */
public record Manifest(
        SourceFile file,
        Located<String> name,
        Metadata metadata,
        List<Input> inputs,
        List<Step> steps,
        List<Output> outputs,
        List<Example> examples,
        Execution execution) {
    public Manifest {
        inputs = List.copyOf(inputs);
        steps = List.copyOf(steps);
        outputs = List.copyOf(outputs);
        examples = List.copyOf(examples);
    }

    /** {@code version} and {@code description} are empty when not given. */
    public record Metadata(
            String version, String description, Map<String, String> labels, Map<String, String> annotations) {}

    /** {@code type} is empty when what is written is no type; a finding says so. */
    public record Input(Located<String> name, Optional<Located<TensorType>> type) {}

    /**
     * A step.
     *
     * @param uses empty text when the key is missing; a finding says so
     * @param with the options as written, by key; checked against the kind later
     * @param inputs port to reference
     * @param when the condition as written; read when references are resolved
     * @param span the whole step, for findings with no better place; in practice its name
     */
    public record Step(
            Located<String> name,
            Located<String> uses,
            List<Node.Entry> with,
            List<Wire> inputs,
            Optional<Located<String>> when,
            Span span) {
        public Step {
            with = List.copyOf(with);
            inputs = List.copyOf(inputs);
        }

        /** A step that always runs. */
        public Step(Located<String> name, Located<String> uses, List<Node.Entry> with, List<Wire> inputs, Span span) {
            this(name, uses, with, inputs, Optional.empty(), span);
        }

        public Optional<Node.Entry> option(String key) {
            return with.stream()
                    .filter(entry -> entry.key().value().equals(key))
                    .findFirst();
        }
    }

    public record Wire(Located<String> port, Reference reference) {}

    public record Output(Located<String> name, Reference reference) {}

    /** {@code output} is empty for a pipeline input. */
    public record Reference(String source, Optional<String> output, Span span) {
        /** As a manifest writes it. */
        public String text() {
            return output.map(port -> source + "." + port).orElse(source);
        }
    }

    /** Values stay nodes until the types are known. */
    public record Example(List<Node.Entry> inputs, List<Node.Entry> outputs, double tolerance, Span span) {
        public Example {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }
    }

    /** How to run it; the spans are those of the sections, {@link Span#START} when a section is absent. */
    public record Execution(
            Located<Plan.Scale> scale,
            Optional<Located<Plan.Batching>> batching,
            Optional<Plan.Events> events,
            Located<Map<String, Object>> resources) {}
}
