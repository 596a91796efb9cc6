package dev.dormouse.compiler.manifest;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.source.Located;
import dev.dormouse.compiler.source.Node;
import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.plan.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the native, Kubernetes-shaped surface syntax: the document, its metadata, and which reader takes what of the spec. */
final class NativeReader {
    private static final String API_VERSION = "dormouse.dev/v1";
    private static final String KIND = "Pipeline";
    private static final List<String> KEYS = List.of("apiVersion", "kind", "metadata", "spec");
    private static final List<String> METADATA_KEYS = List.of("name", "labels", "annotations", "namespace");
    private static final List<String> SPEC_KEYS = List.of(
            "version",
            "description",
            "inputs",
            "steps",
            "outputs",
            "examples",
            "scale",
            "batching",
            "events",
            "resources");

    private final SourceFile file;
    private final Expect expect;
    private final Names names;
    private final Draft draft = new Draft();

    NativeReader(SourceFile file, Expect expect) {
        this.file = file;
        this.expect = expect;
        this.names = new Names(expect);
    }

    Optional<Manifest> read(Node.Mapping root) {
        Span place = Expect.headOf(root);
        boolean ours = isOurs("apiVersion", API_VERSION, root) & isOurs("kind", KIND, root);
        if (!ours) {
            return Optional.empty();
        }
        for (Node.Entry entry : expect.entries("a manifest", root, KEYS)) {
            switch (entry.key().value()) {
                case "apiVersion", "kind" -> {}
                case "metadata" -> metadata(entry);
                case "spec" -> spec(entry);
            }
        }
        expect.required("the manifest", root, place, KEYS.toArray(String[]::new));
        return Optional.of(draft.toManifest(file, expect.findings()));
    }

    /** Whether reading on makes sense: the value is right, absent or merely misspelt. */
    private boolean isOurs(String key, String wanted, Node.Mapping root) {
        Optional<Node.Entry> entry = root.entries().stream()
                .filter(candidate -> candidate.key().value().equals(key))
                .findFirst();
        Optional<Located<String>> text = entry.flatMap(found -> expect.text(key, found));
        if (text.isEmpty() || text.get().value().equals(wanted)) {
            return true;
        }
        expect.findings()
                .error(
                        FindingCode.DM108,
                        text.get().span(),
                        "'" + key + ": " + text.get().value() + "' is not read here",
                        "write '" + key + ": " + wanted + "'; this is a compiler for pipelines, one in a file");
        return Nearest.to(text.get().value(), List.of(wanted)).isPresent();
    }

    private void metadata(Node.Entry section) {
        Optional<Node.Mapping> map = expect.map("metadata", section);
        if (map.isEmpty()) {
            return;
        }
        for (Node.Entry entry : expect.entries("metadata", map.get(), METADATA_KEYS)) {
            switch (entry.key().value()) {
                case "name" ->
                    expect.text("metadata.name", entry).ifPresent(name -> {
                        names.checkPipelineName(name);
                        draft.name = name;
                    });
                case "namespace" ->
                    expect.text("metadata.namespace", entry)
                            .ifPresent(name -> names.checkDnsLabel("metadata.namespace", name));
                case "labels" -> texts("metadata.labels", entry, draft.labels, true);
                case "annotations" -> texts("metadata.annotations", entry, draft.annotations, false);
            }
        }
        expect.required("metadata", map.get(), section.key().span(), "name");
    }

    private void texts(String path, Node.Entry section, Map<String, String> into, boolean areLabels) {
        Optional<Node.Mapping> map = expect.map(path, section);
        for (Node.Entry entry : map.map(Node.Mapping::entries).orElse(List.of())) {
            names.checkLabelKey(entry.key());
            boolean isEmptyText = entry.value() instanceof Node.Scalar scalar && "".equals(scalar.value());
            Optional<Located<String>> text = isEmptyText
                    ? Optional.of(Located.of("", entry.value().span()))
                    : expect.text(path + "." + entry.key().value(), entry);
            text.ifPresent(value -> {
                if (areLabels) {
                    names.checkLabelValue(value);
                }
                into.put(entry.key().value(), value.value());
            });
        }
    }

    private void spec(Node.Entry section) {
        Optional<Node.Mapping> map = expect.map("spec", section);
        if (map.isEmpty()) {
            return;
        }
        PipelineReader pipeline = new PipelineReader(expect, draft);
        ExecutionReader execution = new ExecutionReader(expect);
        for (Node.Entry entry : expect.entries("spec", map.get(), SPEC_KEYS)) {
            switch (entry.key().value()) {
                case "version" ->
                    expect.text("spec.version", entry).ifPresent(version -> {
                        names.checkVersion(version);
                        draft.version = version.value();
                    });
                case "description" ->
                    expect.text("spec.description", entry).ifPresent(text -> draft.description = text.value());
                case "inputs" -> pipeline.inputs(entry);
                case "steps" -> pipeline.steps(entry);
                case "outputs" -> pipeline.outputs(entry);
                case "examples" -> new ExampleReader(expect).read(entry, draft.examples);
                case "scale" -> execution.scale(entry).ifPresent(scale -> draft.scale = scale);
                case "batching" -> draft.batching = execution.batching(entry);
                case "events" -> draft.events = execution.events(entry);
                case "resources" -> new ResourceReader(expect).read(entry).ifPresent(value -> draft.resources = value);
            }
        }
        expect.required("spec", map.get(), section.key().span(), "inputs", "steps", "outputs");
    }
}
