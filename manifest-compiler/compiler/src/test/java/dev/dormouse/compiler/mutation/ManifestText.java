package dev.dormouse.compiler.mutation;

import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.source.Node;
import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.compiler.source.YamlReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A manifest's text with its nodes, for edits at places. */
record ManifestText(String text, Node.Mapping root) {
    static ManifestText of(Path path, String text) {
        Findings findings = new Findings(new SourceFile(path, text));
        Node node = YamlReader.read(findings.file(), findings).orElseThrow();
        return new ManifestText(text, (Node.Mapping) node);
    }

    Node.Mapping spec() {
        return map(root, "spec");
    }

    List<Node.Mapping> steps() {
        return ((Node.Sequence) spec().get("steps").orElseThrow())
                .elements().stream().map(Node.Mapping.class::cast).toList();
    }

    List<Node.Entry> entries(String section) {
        return map(spec(), section).entries();
    }

    List<Node.Mapping> examples() {
        return spec().get("examples").stream()
                .flatMap(list -> ((Node.Sequence) list).elements().stream())
                .map(Node.Mapping.class::cast)
                .toList();
    }

    /** The references of steps and outputs. */
    List<Node> references() {
        Stream<Node> ofSteps = steps().stream()
                .flatMap(step -> step.get("inputs").stream())
                .flatMap(inputs -> ((Node.Mapping) inputs).entries().stream())
                .map(Node.Entry::value);
        return Stream.concat(ofSteps, entries("outputs").stream().map(Node.Entry::value))
                .toList();
    }

    Optional<Node> option(Node.Mapping step, String name) {
        return step.get("with").flatMap(with -> ((Node.Mapping) with).get(name));
    }

    static Node.Mapping map(Node.Mapping parent, String key) {
        return (Node.Mapping) parent.get(key).orElseThrow();
    }

    static String scalar(Node node) {
        return ((Node.Scalar) node).text();
    }

    String with(Span span, String replacement) {
        return text.substring(0, offset(span.line(), span.column()))
                + replacement
                + text.substring(offset(span.endLine(), span.endColumn()));
    }

    String slice(Span span) {
        return text.substring(offset(span.line(), span.column()), offset(span.endLine(), span.endColumn()));
    }

    private int offset(int line, int column) {
        int start = 0;
        for (int i = 1; i < line; i++) {
            start = text.indexOf('\n', start) + 1;
        }
        return text.offsetByCodePoints(start, column - 1);
    }
}
