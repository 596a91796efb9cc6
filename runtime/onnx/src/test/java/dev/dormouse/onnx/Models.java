package dev.dormouse.onnx;

import dev.dormouse.plan.Options;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.DimBindings;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.PortMatch;
import dev.dormouse.step.Problems;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Typing;
import dev.dormouse.testkit.StepHarness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Models of the tests as declared steps, and what the compiler sees of them as text. */
final class Models {
    private static final OnnxKind KIND = new OnnxKind();

    private Models() {}

    static Path prebuilt(String language) {
        return Path.of(System.getProperty("dormouse.root"), "prebuilt-models", "sentiment-" + language, "model.onnx");
    }

    static Declaration declaration(Path model) {
        return new Declaration("model", Options.NONE, Map.of("source", model));
    }

    static StepHarness harness(Path model) {
        return new StepHarness(KIND, Map.of("source", "model.onnx"), Map.of("source", model));
    }

    static List<InputPort> inputs(Path model) {
        return KIND.inputs(declaration(model));
    }

    static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ports, outputs with every input wired and all names free, rows, tables; or the refusal. */
    static String describe(Path model) {
        try {
            List<String> parts = KIND.parts(model);
            return (parts.isEmpty() ? "" : "with " + String.join(", ", parts) + "\n") + described(declaration(model));
        } catch (ArtifactException e) {
            return e.reason() + ": " + e.getMessage() + "\nhelp: " + e.help() + "\n";
        }
    }

    private static String described(Declaration model) {
        StringBuilder text = new StringBuilder();
        Map<String, TensorType> wired = new LinkedHashMap<>();
        for (InputPort port : KIND.inputs(model)) {
            text.append(port.optional() ? "optional input " : "input ")
                    .append(port.name())
                    .append(": ")
                    .append(port.pattern())
                    .append('\n');
            wired.put(
                    port.name(),
                    new TensorType(
                            port.pattern().datatypes().iterator().next(),
                            port.pattern().dims()));
        }
        Map<String, InputPort> ports = new LinkedHashMap<>();
        KIND.inputs(model).forEach(port -> ports.put(port.name(), port));
        Problems problems =
                problem -> text.append("problem: ").append(problem.headline()).append('\n');
        DimBindings dims = PortMatch.match(ports, wired, problems);
        Signature signature = KIND.signature(new Typing(model, wired, dims, problems));
        signature
                .outputs()
                .forEach((name, type) -> text.append("output ")
                        .append(name)
                        .append(": ")
                        .append(type)
                        .append('\n'));
        text.append("rows: ").append(signature.rows()).append('\n');
        wired.keySet().forEach(port -> {
            number(text, "vocabulary of " + port, KIND.vocabularySize(model, port));
            number(text, "positions of " + port, KIND.maxPositions(model, port));
        });
        return text.toString();
    }

    private static void number(StringBuilder text, String label, OptionalLong value) {
        value.ifPresent(number -> text.append(label).append(": ").append(number).append('\n'));
    }
}
