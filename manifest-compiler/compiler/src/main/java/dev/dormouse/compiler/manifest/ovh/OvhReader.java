package dev.dormouse.compiler.manifest.ovh;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.manifest.Expect;
import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.compiler.manifest.Names;
import dev.dormouse.compiler.source.Located;
import dev.dormouse.compiler.source.Node;
import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.PlanJson;
import dev.dormouse.tensor.Datatype;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads OVH's JSON manifests to the records of a native one. A single evaluator is a flow of one. What OVH's
 * {@code /describe} shows stays as annotations.
 */
public final class OvhReader {
    /** Annotation: the inputs as OVH's manifest has them, a JSON list. */
    public static final String INPUTS = "ovh/inputs";
    /** Annotation: the outputs likewise. */
    public static final String OUTPUTS = "ovh/outputs";
    /** Annotation: how many rows a prediction needs; 1 unless {@code batch_size} says otherwise. */
    public static final String ROLLING_WINDOWS_SIZE = "ovh/rolling-windows-size";

    /** Annotation: inputs that a request to {@code /eval} may leave out, a JSON list of names. */
    public static final String OPTIONAL_INPUTS = "ovh/optional-inputs";

    /** Annotation: for each evaluator what it is given and makes, by its names: which value of the pipeline each is. */
    public static final String EVALUATORS = "ovh/evaluators";

    private final SourceFile file;
    private final Expect expect;
    private final TensorReader tensors;
    private final OvhPipeline pipeline;
    private final Evaluators evaluators;
    private final List<Object> describedInputs = new ArrayList<>();
    private final List<Object> optionalInputs = new ArrayList<>();
    private final List<Object> describedEvaluators = new ArrayList<>();
    private int rollingWindowsSize = 1;

    private OvhReader(SourceFile file, Node.Mapping root, Findings findings) {
        this.file = file;
        this.expect = new Expect(findings);
        this.tensors = new TensorReader(expect);
        Set<String> names = new HashSet<>();
        collectTexts(root, names);
        this.pipeline = new OvhPipeline(findings, names);
        this.evaluators = new Evaluators(pipeline, expect);
    }

    /** The manifest; empty when its type is not known. */
    public static Optional<Manifest> read(SourceFile file, Node.Mapping root, Findings findings) {
        OvhReader reader = new OvhReader(file, root, findings);
        return reader.evaluators.type(root).map(type -> reader.manifest(root, type));
    }

    private static void collectTexts(Node node, Set<String> into) {
        if (node instanceof Node.Mapping map) {
            map.entries().forEach(entry -> {
                into.add(entry.key().value());
                collectTexts(entry.value(), into);
            });
        } else if (node instanceof Node.Sequence list) {
            list.elements().forEach(element -> collectTexts(element, into));
        } else if (node instanceof Node.Scalar scalar) {
            into.add(scalar.text());
        }
    }

    private Manifest manifest(Node.Mapping root, Located<String> type) {
        List<OvhTensor> shown;
        List<Manifest.Output> outputs;
        if (type.value().equals("flow")) {
            evaluators.refuseUnknownKeys(root, type);
            List<OvhTensor> last = flow(root, type);
            List<OvhTensor> chosen = tensors.read(root, "outputs");
            shown = chosen.isEmpty() ? last : chosen;
            outputs = chosen.isEmpty() ? outputs(last) : chosenOutputs(chosen);
        } else {
            shown = evaluator(root, type);
            outputs = outputs(shown);
        }
        if (outputs.isEmpty() && !expect.findings().hasErrors()) {
            expect.findings()
                    .error(
                            FindingCode.DM105,
                            type.span(),
                            "the manifest has no outputs",
                            "give it at least one evaluator, and each evaluator at least one output");
        }
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put(INPUTS, json(describedInputs));
        annotations.put(OUTPUTS, json(plain(shown)));
        annotations.put(ROLLING_WINDOWS_SIZE, String.valueOf(rollingWindowsSize));
        annotations.put(EVALUATORS, json(describedEvaluators));
        if (!optionalInputs.isEmpty()) {
            annotations.put(OPTIONAL_INPUTS, json(optionalInputs));
        }
        return new Manifest(
                file,
                Located.of(name(file.folder()), Span.START),
                new Manifest.Metadata("", "", Map.of(), annotations),
                pipeline.inputs(),
                pipeline.stepsFor(outputs),
                unique(outputs),
                List.of(),
                new Manifest.Execution(
                        Located.of(Plan.Scale.DEFAULT, Span.START),
                        Optional.empty(),
                        Optional.empty(),
                        Located.of(Map.of(), Span.START)));
    }

    private List<OvhTensor> flow(Node.Mapping root, Located<String> type) {
        expect.required("the flow", root, type.span(), "evaluator_manifests");
        Optional<Node.Sequence> list =
                OvhKeys.entry(root, "evaluator_manifests").flatMap(entry -> expect.list("evaluator_manifests", entry));
        List<OvhTensor> last = List.of();
        for (int i = 0; i < list.map(all -> all.elements().size()).orElse(0); i++) {
            Node.Entry element = Expect.element(list.get(), i);
            Optional<Node.Mapping> map =
                    expect.map("evaluator_manifests" + element.key().value(), element);
            Optional<Located<String>> inner = map.flatMap(evaluators::type);
            if (inner.isPresent() && inner.get().value().equals("flow")) {
                last = flow(map.orElseThrow(), inner.get());
            } else if (inner.isPresent()) {
                last = evaluator(map.orElseThrow(), inner.get());
            }
        }
        return last;
    }

    private List<OvhTensor> evaluator(Node.Mapping evaluator, Located<String> type) {
        int window = OvhKeys.entry(evaluator, "batch_size")
                .flatMap(entry -> expect.count("batch_size", entry, 1))
                .map(Located::value)
                .orElse(1);
        rollingWindowsSize += window - 1;
        int before = pipeline.inputs().size();
        Map<String, String> had = pipeline.valueNames();
        Evaluators.Ports ports = evaluators.add(evaluator, type, tensors, window);
        Map<String, Object> sides = new LinkedHashMap<>();
        sides.put("inputs", valueNames(ports.inputs(), had));
        sides.put("outputs", valueNames(ports.outputs(), pipeline.valueNames()));
        describedEvaluators.add(sides);
        Set<String> fresh = new HashSet<>();
        pipeline.inputs()
                .subList(before, pipeline.inputs().size())
                .forEach(input -> fresh.add(input.name().value()));
        ports.optional().stream().filter(fresh::contains).forEach(optionalInputs::add);
        ports.inputs().stream()
                .filter(tensor -> fresh.contains(tensor.name().value())
                        || tensor.columns().stream()
                                .anyMatch(column -> fresh.contains(column.name().value())))
                .forEach(tensor -> describedInputs.add(tensor.described()));
        return ports.outputs();
    }

    /** Which value each name stands for; a name that none has stands for an input of the pipeline. */
    private static Map<String, String> valueNames(List<OvhTensor> tensors, Map<String, String> values) {
        Map<String, String> names = new LinkedHashMap<>();
        for (OvhTensor tensor : tensors) {
            if (tensor.columns().isEmpty()) {
                names.put(
                        tensor.name().value(),
                        values.getOrDefault(tensor.name().value(), tensor.name().value()));
            }
            tensor.columns().forEach(column -> {
                String name = column.name().value();
                names.put(name, values.getOrDefault(name, name));
            });
        }
        return names;
    }

    private List<Manifest.Output> outputs(List<OvhTensor> made) {
        List<Manifest.Output> outputs = new ArrayList<>();
        for (OvhTensor tensor : made) {
            if (tensor.columns().isEmpty()) {
                output(tensor.name(), Optional.empty()).ifPresent(outputs::add);
            }
            tensor.columns()
                    .forEach(column -> output(column.name(), Optional.empty()).ifPresent(outputs::add));
        }
        return outputs;
    }

    private List<Manifest.Output> chosenOutputs(List<OvhTensor> chosen) {
        List<Manifest.Output> outputs = new ArrayList<>();
        for (OvhTensor tensor : chosen) {
            if (pipeline.made(tensor.name().value()).isEmpty()) {
                expect.findings()
                        .error(
                                FindingCode.DM202,
                                tensor.name().span(),
                                "nobody makes '" + tensor.name().value() + "'",
                                "name an output of one of the evaluators");
            }
            output(tensor.name(), Optional.of(tensor.datatype())).ifPresent(outputs::add);
        }
        return outputs;
    }

    private Optional<Manifest.Output> output(Located<String> name, Optional<Datatype> declared) {
        Optional<OvhPipeline.Value> value = pipeline.made(name.value());
        value.filter(made -> declared.isPresent() && made.datatype() != declared.get())
                .ifPresent(made -> expect.findings()
                        .error(
                                FindingCode.DM302,
                                name.span(),
                                "'" + name.value() + "' is made as " + made.datatype() + ", not " + declared.get(),
                                "write the type with which its evaluator makes it"));
        return value.map(made -> new Manifest.Output(
                name,
                new Manifest.Reference(
                        made.reference().source(), made.reference().output(), name.span())));
    }

    private List<Manifest.Output> unique(List<Manifest.Output> outputs) {
        Map<String, Manifest.Output> byName = new LinkedHashMap<>();
        for (Manifest.Output output : outputs) {
            if (byName.putIfAbsent(output.name().value(), output) != null) {
                expect.findings()
                        .error(
                                FindingCode.DM201,
                                output.name().span(),
                                "the output '" + output.name().value() + "' stands twice",
                                "rename one of the two");
            }
        }
        return List.copyOf(byName.values());
    }

    private static List<Object> plain(List<OvhTensor> shown) {
        List<Object> list = new ArrayList<>();
        shown.forEach(tensor -> list.add(tensor.described()));
        return list;
    }

    private static String json(List<Object> list) {
        return new String(PlanJson.encode(list), StandardCharsets.UTF_8).strip();
    }

    /** OVH's manifests have no name; the folder's becomes a DNS label. */
    private static String name(Path folder) {
        Path last = folder.getFileName();
        return Names.ofPipeline(last == null ? "" : last.toString(), "pipeline");
    }
}
