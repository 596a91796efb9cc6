package dev.dormouse.compiler.manifest;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.source.Located;
import dev.dormouse.compiler.source.Node;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.plan.Nearest;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.Datatype;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads what a pipeline is made of: inputs with types, steps, outputs. */
final class PipelineReader {
    private static final List<String> STEP_KEYS = List.of("name", "uses", "with", "inputs", "when");
    private static final List<String> DATATYPES =
            Arrays.stream(Datatype.values()).map(Enum::name).toList();

    private final Expect expect;
    private final Names names;
    private final References references;
    private final Draft draft;

    PipelineReader(Expect expect, Draft draft) {
        this.expect = expect;
        this.names = new Names(expect);
        this.references = new References(expect);
        this.draft = draft;
    }

    void inputs(Node.Entry section) {
        Optional<Node.Mapping> map = expect.map("spec.inputs", section);
        map.ifPresent(inputs ->
                refuseEmpty(inputs.entries().isEmpty(), section, "input", "write 'name: STRING[n]' or alike under it"));
        for (Node.Entry entry : map.map(Node.Mapping::entries).orElse(List.of())) {
            names.checkName("an input", entry.key());
            Optional<Located<TensorType>> type =
                    expect.text("spec.inputs." + entry.key().value(), entry).flatMap(this::type);
            draft.inputs.add(new Manifest.Input(entry.key(), type));
        }
    }

    void outputs(Node.Entry section) {
        Optional<Node.Mapping> map = expect.map("spec.outputs", section);
        map.ifPresent(outputs ->
                refuseEmpty(outputs.entries().isEmpty(), section, "output", "write 'name: step.output' under it"));
        for (Node.Entry entry : map.map(Node.Mapping::entries).orElse(List.of())) {
            names.checkName("an output", entry.key());
            references
                    .read("spec.outputs." + entry.key().value(), entry)
                    .ifPresent(reference -> draft.outputs.add(new Manifest.Output(entry.key(), reference)));
        }
    }

    void steps(Node.Entry section) {
        Optional<Node.Sequence> list = expect.list("spec.steps", section);
        list.ifPresent(steps ->
                refuseEmpty(steps.elements().isEmpty(), section, "step", "write '- name: …' and '  uses: …' under it"));
        for (int i = 0; i < list.map(steps -> steps.elements().size()).orElse(0); i++) {
            step(Expect.element(list.get(), i), i + 1);
        }
    }

    private void refuseEmpty(boolean isEmpty, Node.Entry section, String what, String help) {
        if (isEmpty) {
            expect.findings()
                    .error(FindingCode.DM105, section.key().span(), "a pipeline needs at least one " + what, help);
        }
    }

    private Optional<Located<TensorType>> type(Located<String> text) {
        try {
            return Optional.of(Located.of(TensorType.parse(text.value()), text.span()));
        } catch (IllegalArgumentException e) {
            String[] parts = String.valueOf(e.getMessage()).split("; ", 2);
            String datatype = text.value().split("\\[", 2)[0].trim();
            expect.findings()
                    .error(
                            FindingCode.DM301,
                            text.span(),
                            parts[0],
                            (DATATYPES.contains(datatype) || parts[parts.length - 1].startsWith("did you mean")
                                            ? ""
                                            : Nearest.question(datatype, DATATYPES))
                                    + (parts.length > 1 ? parts[1] : "write a type such as FP32[n, 4]"));
            return Optional.empty();
        }
    }

    private void step(Node.Entry element, int position) {
        Optional<Node.Mapping> map = expect.map("spec.steps" + element.key().value(), element);
        if (map.isEmpty()) {
            return;
        }
        Span place = element.key().span();
        Located<String> name = Located.of("step " + position, place);
        Located<String> uses = Located.of("", place);
        List<Node.Entry> with = List.of();
        List<Manifest.Wire> wires = List.of();
        Optional<Located<String>> when = Optional.empty();
        for (Node.Entry entry : expect.entries("a step", map.get(), STEP_KEYS)) {
            switch (entry.key().value()) {
                case "name" -> name = stepName(entry).orElse(name);
                case "uses" -> uses = expect.text("uses", entry).orElse(uses);
                case "with" ->
                    with = expect.map("with", entry).map(Node.Mapping::entries).orElse(List.of());
                case "inputs" -> wires = wires(entry);
                case "when" -> when = expect.text("when", entry);
            }
        }
        expect.required("the step", map.get(), place, "name", "uses");
        draft.steps.add(new Manifest.Step(name, uses, with, wires, when, name.span()));
    }

    private Optional<Located<String>> stepName(Node.Entry entry) {
        Optional<Located<String>> name = expect.text("name", entry);
        name.ifPresent(text -> names.checkName("a step", text));
        return name;
    }

    private List<Manifest.Wire> wires(Node.Entry section) {
        List<Manifest.Wire> wires = new ArrayList<>();
        for (Node.Entry entry :
                expect.map("inputs", section).map(Node.Mapping::entries).orElse(List.of())) {
            references
                    .read("inputs." + entry.key().value(), entry)
                    .ifPresent(reference -> wires.add(new Manifest.Wire(entry.key(), reference)));
        }
        return wires;
    }
}
