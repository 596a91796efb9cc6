package dev.dormouse.compiler.manifest;

import dev.dormouse.compiler.source.Node;
import java.util.List;
import java.util.Optional;

/** Reads examples; their values stay nodes until the types are known. */
final class ExampleReader {
    /** How far a number may be from what an example says, when the example does not say. */
    static final double DEFAULT_TOLERANCE = 1e-4;

    private static final List<String> KEYS = List.of("inputs", "outputs", "tolerance");

    private final Expect expect;

    ExampleReader(Expect expect) {
        this.expect = expect;
    }

    void read(Node.Entry section, List<Manifest.Example> into) {
        Optional<Node.Sequence> list = expect.list("spec.examples", section);
        for (int i = 0; i < list.map(examples -> examples.elements().size()).orElse(0); i++) {
            example(Expect.element(list.get(), i), into);
        }
    }

    private void example(Node.Entry element, List<Manifest.Example> into) {
        String path = "spec.examples" + element.key().value();
        Optional<Node.Mapping> map = expect.map(path, element);
        if (map.isEmpty()) {
            return;
        }
        List<Node.Entry> inputs = List.of();
        List<Node.Entry> outputs = List.of();
        double tolerance = DEFAULT_TOLERANCE;
        for (Node.Entry entry : expect.entries("an example", map.get(), KEYS)) {
            switch (entry.key().value()) {
                case "inputs" -> inputs = values(path + ".inputs", entry);
                case "outputs" -> outputs = values(path + ".outputs", entry);
                case "tolerance" -> tolerance = tolerance(path + ".tolerance", entry);
            }
        }
        expect.required("the example", map.get(), element.key().span(), "inputs");
        if (map.get().get("inputs").isPresent()) {
            into.add(new Manifest.Example(
                    inputs, outputs, tolerance, element.key().span()));
        }
    }

    private List<Node.Entry> values(String path, Node.Entry entry) {
        return expect.map(path, entry).map(Node.Mapping::entries).orElse(List.of());
    }

    private double tolerance(String path, Node.Entry entry) {
        if (!(entry.value() instanceof Node.Scalar scalar && scalar.value() instanceof Number number)) {
            expect.wrongKind(path, entry, "a number", "write a number of at least 0, as in 1e-4");
            return DEFAULT_TOLERANCE;
        }
        double value = number.doubleValue();
        if (value >= 0 && Double.isFinite(value)) {
            return value;
        }
        expect.outOfForm(
                scalar.span(),
                "'" + path + "' must be a finite number of at least 0, not " + scalar.text(),
                "write how far a number may be from the example's, as in 1e-4");
        return DEFAULT_TOLERANCE;
    }
}
