package dev.dormouse.compiler.mutation;

import dev.dormouse.compiler.source.Node;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Makes single mistakes that a person makes: each is surely a mistake, never another correct manifest. */
final class Mutator {
    private static final Set<String> DATATYPES = Set.of("FP64", "INT64", "STRING", "BOOL", "UINT8", "FP32", "BYTES");
    /** Keys that the manifest's author is free to choose; a typo there is another name, not a mistake. */
    private static final Set<String> FREE = Set.of("labels", "annotations", "outputs", "inputs");

    private final ManifestText manifest;
    private final Random random;
    private final Map<String, TensorType> types;

    /** Mutates the manifest that gives the plan. */
    Mutator(ManifestText manifest, Plan plan, Random random) {
        this.manifest = manifest;
        this.random = random;
        this.types = plan.slots().stream().collect(Collectors.toMap(Plan.Slot::name, Plan.Slot::type));
    }

    /** One mistake; empty when the kind of mistake that was drawn cannot be made here. */
    Optional<Mutant> mutate() {
        return switch (random.nextInt(20)) {
            case 0 -> misspeltKey();
            case 1 -> replace("misspelt kind of step", pick(manifest.steps()).get("uses"), this::typo);
            case 2 -> replace("misspelt reference", Optional.of(pick(manifest.references())), this::typo);
            case 3 -> otherReference();
            case 4 -> replace("wrong datatype", Optional.of(inputType()), this::otherDatatype);
            case 5 -> replace("one dim more", Optional.of(inputType()), type -> type.replace("]", ", 7]"));
            case 6 -> fixedDim();
            case 7 -> otherFile();
            case 8 -> labels();
            case 9 -> cycle();
            case 10 -> source("missing file", name -> typo(name));
            case 11 -> wrongDigest();
            case 12 -> missingKey();
            case 13 -> duplicate();
            case 14 -> option();
            case 15 -> section();
            case 16 -> example();
            case 17 -> syntax();
            case 18 ->
                replace("a value of the wrong kind", pick(manifest.steps()).get("with"), with -> "[1, 2]");
            default -> unknownInput();
        };
    }

    private Optional<Mutant> replace(String mistake, Optional<Node> node, UnaryOperator<String> edit) {
        return node.map(found -> new Mutant(
                mistake + " at " + place(found.span()),
                manifest.with(found.span(), edit.apply(manifest.slice(found.span())))));
    }

    private Optional<Mutant> misspeltKey() {
        List<Node.Entry> keys = new ArrayList<>();
        collectKeys(manifest.root(), keys);
        Node.Entry entry = pick(keys);
        return Optional.of(new Mutant(
                "misspelt key at " + place(entry.key().span()),
                manifest.with(entry.key().span(), typo(entry.key().value()))));
    }

    private void collectKeys(Node.Mapping map, List<Node.Entry> keys) {
        for (Node.Entry entry : map.entries()) {
            keys.add(entry);
            if (FREE.contains(entry.key().value()) || entry.key().value().equals("resources")) {
                continue;
            }
            if (entry.value() instanceof Node.Mapping inner) {
                collectKeys(inner, keys);
            }
            if (entry.value() instanceof Node.Sequence list) {
                list.elements().stream()
                        .filter(Node.Mapping.class::isInstance)
                        .forEach(element -> collectKeys((Node.Mapping) element, keys));
            }
        }
    }

    /**
     * Another value of the pipeline: into a step one of another type, since with one of the same type it is another
     * pipeline and no mistake; as an output any, since then an example does not come true.
     */
    private Optional<Mutant> otherReference() {
        Node reference = pick(manifest.references());
        String written = ManifestText.scalar(reference);
        boolean isOutput = manifest.entries("outputs").stream().anyMatch(output -> output.value() == reference);
        List<String> others = manifest.references().stream()
                .map(ManifestText::scalar)
                .filter(other -> !other.equals(written))
                .filter(other -> isOutput || !Objects.equals(types.get(other), types.get(written)))
                .distinct()
                .toList();
        if (others.isEmpty()) {
            return Optional.empty();
        }
        String other = pick(others);
        return replace("'" + other + "' instead of '" + written + "'", Optional.of(reference), text -> other);
    }

    private Node inputType() {
        return pick(manifest.entries("inputs")).value();
    }

    private String otherDatatype(String type) {
        String datatype = type.substring(0, type.indexOf('['));
        List<String> others = DATATYPES.stream()
                .filter(other -> !other.equals(datatype))
                // STRING may stand for BYTES.
                .filter(other -> !(datatype.equals("BYTES") && other.equals("STRING")))
                .sorted()
                .toList();
        return pick(others) + type.substring(type.indexOf('['));
    }

    private Optional<Mutant> fixedDim() {
        Node type = inputType();
        String text = ManifestText.scalar(type);
        String changed = text.replaceAll("\\b(\\d+)]", (1 + random.nextInt(50)) + "]");
        return changed.equals(text) || !text.matches(".*\\b\\d+]")
                ? Optional.empty()
                : replace("wrong dim " + changed, Optional.of(type), old -> changed);
    }

    private Optional<Mutant> source(String mistake, UnaryOperator<String> edit) {
        List<Node> sources = manifest.steps().stream()
                .flatMap(step -> manifest.option(step, "source").stream())
                .toList();
        return sources.isEmpty() ? Optional.empty() : replace(mistake, Optional.of(pick(sources)), edit);
    }

    private Optional<Mutant> otherFile() {
        return source("another model's file", source -> {
            if (source.contains("-en/") || source.contains("-fr/")) {
                return source.contains("-en/") ? source.replace("-en/", "-fr/") : source.replace("-fr/", "-en/");
            }
            return source.endsWith("tokenizer.json")
                    ? source.replace("tokenizer.json", "labels.json")
                    : "prebuilt:sentiment-en/model.onnx";
        });
    }

    private Optional<Mutant> labels() {
        List<Node> lists = manifest.steps().stream()
                .flatMap(step -> manifest.option(step, "labels").stream())
                .filter(Node.Sequence.class::isInstance)
                .toList();
        if (lists.isEmpty()) {
            return Optional.empty();
        }
        return random.nextBoolean()
                ? replace("a label too many", Optional.of(pick(lists)), list -> list.replaceFirst("]$", ", other]"))
                : replace("a label too few", Optional.of(pick(lists)), list -> list.replaceFirst(",[^,]*]$", "]"));
    }

    private Optional<Mutant> cycle() {
        List<Node.Mapping> steps = manifest.steps();
        int reader = random.nextInt(steps.size());
        Optional<Node> inputs = steps.get(reader).get("inputs");
        if (inputs.isEmpty()) {
            return Optional.empty();
        }
        String self = ManifestText.scalar(steps.get(reader).get("name").orElseThrow());
        List<Node> later = manifest.references().stream()
                .filter(reference -> ManifestText.scalar(reference).startsWith(self + "."))
                .toList();
        if (later.isEmpty()) {
            return Optional.empty();
        }
        Node.Entry wire = pick(((Node.Mapping) inputs.get()).entries());
        return replace("cycle", Optional.of(wire.value()), old -> ManifestText.scalar(pick(later)));
    }

    private Optional<Mutant> wrongDigest() {
        return source(
                "wrong digest",
                source -> source + ", sha256: \"" + "%064x".formatted(random.nextLong() & Long.MAX_VALUE) + "\"");
    }

    private Optional<Mutant> missingKey() {
        String required = pick(List.of("apiVersion", "kind", "name", "uses", "steps", "outputs", "inputs", "spec"));
        List<Node.Entry> keys = new ArrayList<>();
        collectKeys(manifest.root(), keys);
        // A step's and an example's own inputs may be left out; the pipeline's may not.
        List<Node.Entry> there = keys.stream()
                .filter(entry -> entry.key().value().equals(required))
                .filter(entry ->
                        !required.equals("inputs") || entry.key().span().column() == 3)
                .filter(entry ->
                        !required.equals("outputs") || entry.key().span().column() == 3)
                .toList();
        Node.Entry entry = pick(there);
        Span key = entry.key().span();
        Span whole = new Span(
                key.line(),
                key.column(),
                entry.value().span().endLine(),
                entry.value().span().endColumn());
        return Optional.of(
                new Mutant("no '" + required + "' at " + place(key), manifest.with(whole, "x-" + required + ": gone")));
    }

    private Optional<Mutant> duplicate() {
        List<Node.Mapping> steps = manifest.steps();
        if (random.nextBoolean() && steps.size() > 1) {
            Node first = steps.get(0).get("name").orElseThrow();
            Node other =
                    steps.get(1 + random.nextInt(steps.size() - 1)).get("name").orElseThrow();
            return replace("two steps of one name", Optional.of(other), old -> ManifestText.scalar(first));
        }
        Node.Mapping step = pick(steps);
        Node uses = step.get("uses").orElseThrow();
        return replace("a key twice", Optional.of(uses), old -> old + "\n      uses: " + old);
    }

    private Optional<Mutant> option() {
        record Wrong(String option, String value) {}
        List<Wrong> wrong = List.of(
                new Wrong("maxLength", "0"),
                new Wrong("maxLength", "100000"),
                new Wrong("maxLength", "long"),
                new Wrong("channels", "2"),
                new Wrong("channels", "3"),
                new Wrong("height", "9"),
                new Wrong("width", "-8"),
                new Wrong("filter", "sharpest"),
                new Wrong("layout", "NHWC"),
                new Wrong("scale", "big"),
                new Wrong("mean", "[1, 2]"),
                new Wrong("std", "[0.5]"),
                new Wrong("labels", "[]"),
                new Wrong("labels", "positive"),
                new Wrong("source", "../../etc/hostname"),
                new Wrong("source", "ftp://nowhere/model.onnx"),
                new Wrong("source", "https://localhost/model.onnx"));
        List<Mutant> possible = new ArrayList<>();
        for (Wrong candidate : wrong) {
            for (Node.Mapping step : manifest.steps()) {
                replace(
                                candidate.option() + ": " + candidate.value(),
                                manifest.option(step, candidate.option()),
                                old -> candidate.value())
                        .ifPresent(possible::add);
            }
        }
        return possible.isEmpty() ? Optional.empty() : Optional.of(pick(possible));
    }

    private Optional<Mutant> section() {
        String wrong = pick(List.of(
                "  scale: {min: 3, max: 2}",
                "  scale: {min: -1}",
                "  scale: {concurrency: 0}",
                "  batching: {maxSize: 0, maxDelay: 2ms}",
                "  batching: {maxSize: 8, maxDelay: soon}",
                "  resources: {limits: {memory: 1Ki}}",
                "  events: {sort: x}",
                "  replicas: 3"));
        String key = wrong.trim().split(":")[0];
        Optional<Node> there = manifest.spec().get(key);
        return there.isPresent()
                ? replace(
                        wrong.trim(),
                        there,
                        old -> wrong.substring(wrong.indexOf(':') + 1).trim())
                : Optional.of(new Mutant(wrong.trim(), manifest.text() + wrong + "\n"));
    }

    private Optional<Mutant> example() {
        Node.Mapping example = pick(manifest.examples());
        Node.Entry input = pick(ManifestText.map(example, "inputs").entries());
        Node.Entry output = pick(ManifestText.map(example, "outputs").entries());
        return switch (random.nextInt(4)) {
            case 0 ->
                Optional.of(new Mutant(
                        "misspelt input of an example",
                        manifest.with(input.key().span(), typo(input.key().value()))));
            case 1 ->
                Optional.of(new Mutant(
                        "misspelt output of an example",
                        manifest.with(output.key().span(), typo(output.key().value()))));
            case 2 -> replace("an example's value of the wrong type", Optional.of(input.value()), old -> "{a: 1}");
            default -> replace("an example that is not so", Optional.of(output.value()), old -> "[no, such, thing]");
        };
    }

    private Optional<Mutant> syntax() {
        return Optional.of(
                switch (random.nextInt(3)) {
                    case 0 -> new Mutant("a tab", manifest.text().replaceFirst("\n  inputs", "\n\tinputs"));
                    case 1 -> new Mutant("an open bracket", manifest.text().replaceFirst("]", ""));
                    default -> new Mutant("an alias to nothing", manifest.text() + "  description2: *nothing\n");
                });
    }

    private Optional<Mutant> unknownInput() {
        List<Node.Mapping> wired = manifest.steps().stream()
                .filter(step -> step.get("inputs").isPresent())
                .filter(step -> !Set.of("vote", "mean", "concat", "stack", "weighted")
                        .contains(ManifestText.scalar(step.get("uses").orElseThrow())))
                .toList();
        Node.Entry wire = pick(ManifestText.map(pick(wired), "inputs").entries());
        return Optional.of(new Mutant(
                "misspelt input of a step at " + place(wire.key().span()),
                manifest.with(wire.key().span(), typo(wire.key().value()))));
    }

    /** A letter doubled, dropped or swapped with its neighbour. */
    private String typo(String word) {
        int i = random.nextInt(word.length());
        String dropped = word.substring(0, i) + word.substring(i + 1);
        return switch (random.nextInt(3)) {
            case 0 -> word.substring(0, i) + "q" + word.substring(i);
            case 1 -> dropped.isEmpty() ? word + "q" : dropped;
            default -> word + "z";
        };
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static String place(Span span) {
        return span.line() + ":" + span.column();
    }
}
