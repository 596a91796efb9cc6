package dev.dormouse.compiler.manifest.ovh;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.compiler.source.Located;
import dev.dormouse.compiler.source.Node;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.plan.TensorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model with tensors that may be tables: the columns of an input are stacked to [n, k] before the model, those of an
 * output are cut out as [n] after it.
 */
final class ModelEvaluator {
    private final OvhPipeline pipeline;
    private final Findings findings;
    private final int window;

    /** @param window how many rows a model sees at once: their columns follow each other in its own rows */
    ModelEvaluator(OvhPipeline pipeline, int window) {
        this.pipeline = pipeline;
        this.window = window;
        this.findings = pipeline.findings();
    }

    /** Adds the model, of this native kind and with these options, and what its tables need. */
    void add(Located<String> kind, List<Node.Entry> with, List<OvhTensor> inputs, List<OvhTensor> outputs) {
        Map<String, Manifest.Reference> wires = new LinkedHashMap<>();
        inputs.forEach(input -> wires.put(input.name().value(), input(input)));
        OvhPipeline.Added model = pipeline.step("model", kind.value(), with, wires, kind.span());
        outputs.forEach(output -> output(output, model));
    }

    private Manifest.Reference input(OvhTensor tensor) {
        if (tensor.columns().isEmpty()) {
            return pipeline.read(tensor.name(), tensor.type());
        }
        List<OvhTensor.Column> columns = inOrder(tensor);
        List<Manifest.Reference> parts = new ArrayList<>();
        for (OvhTensor.Column column : columns) {
            Manifest.Reference part = pipeline.read(column.name(), OvhTensor.vector(column.datatype()));
            boolean differs = column.datatype() != tensor.datatype();
            parts.add(differs ? pipeline.cast(part, tensor.datatype(), column.name()) : part);
        }
        if (tensor.rank() == 1 && parts.size() == 1) {
            return parts.get(0);
        }
        checkWidth(tensor);
        Map<String, Manifest.Reference> wires = new LinkedHashMap<>();
        parts.forEach(part -> wires.put("column" + (wires.size() + 1), part));
        List<Node.Entry> with = List.of(OvhKeys.option("axis", 1L, tensor.name().span()));
        OvhPipeline.Added table = pipeline.step(
                tensor.name().value() + "-table",
                "stack",
                with,
                wires,
                tensor.name().span());
        return window > 1 ? windows(tensor, table.output("values")) : table.output("values");
    }

    /** The windows of a table, in the shape that the model takes. */
    private Manifest.Reference windows(OvhTensor tensor, Manifest.Reference table) {
        Span place = tensor.name().span();
        List<Node.Entry> size = List.of(OvhKeys.option("size", (long) window, place));
        Manifest.Reference windows = pipeline.step(
                        tensor.name().value() + "-windows", "rollingWindow", size, Map.of("values", table), place)
                .output("values");
        if (tensor.shape().isEmpty()) {
            return windows;
        }
        Located<List<Long>> shape = tensor.shape().get();
        List<Node.Entry> with = List.of(OvhKeys.option("shape", List.copyOf(shape.value()), shape.span()));
        return pipeline.step(tensor.name().value() + "-rows", "reshape", with, Map.of("values", windows), shape.span())
                .output("values");
    }

    private static List<OvhTensor.Column> inOrder(OvhTensor tensor) {
        boolean indexed =
                tensor.columns().stream().allMatch(column -> column.index().isPresent());
        return indexed
                ? tensor.columns().stream()
                        .sorted(Comparator.comparing(column -> column.index().orElse(0L)))
                        .toList()
                : tensor.columns();
    }

    /** With rolling windows a row of the model holds the columns of several rows. */
    private void checkWidth(OvhTensor tensor) {
        if (tensor.rank() != 2) {
            return;
        }
        long width = tensor.shape().orElseThrow().value().get(1);
        int columns = tensor.columns().size();
        if (width > 0 && width % columns != 0) {
            findings.error(
                    FindingCode.DM304,
                    tensor.shape().orElseThrow().span(),
                    "'" + tensor.name().value() + "' is " + width + " wide, but has " + columns + " fields",
                    "give a field for each column");
        }
    }

    private void output(OvhTensor tensor, OvhPipeline.Added model) {
        Manifest.Reference whole = model.output(tensor.name().value());
        if (tensor.columns().isEmpty()) {
            pipeline.make(tensor.name(), whole, tensor.datatype());
            return;
        }
        for (int i = 0; i < tensor.columns().size(); i++) {
            OvhTensor.Column column = tensor.columns().get(i);
            Manifest.Reference values = tensor.rank() <= 1 ? whole : column(tensor, column, i, whole);
            Manifest.Reference typed = column.datatype() == tensor.datatype()
                    ? values
                    : pipeline.cast(values, column.datatype(), column.name());
            pipeline.make(column.name(), typed, column.datatype());
        }
    }

    private Manifest.Reference column(
            OvhTensor tensor, OvhTensor.Column column, int position, Manifest.Reference whole) {
        long index = column.index().orElse((long) position);
        long width = tensor.shape().map(shape -> shape.value().get(1)).orElse(-1L);
        if (width > 0 && index >= width) {
            findings.error(
                    FindingCode.DM304,
                    column.span(),
                    "column " + index + " does not exist in '" + tensor.name().value() + "', which is " + width
                            + " wide",
                    "write an index from 0 to " + (width - 1));
        }
        List<Node.Entry> select = List.of(
                OvhKeys.option("indices", List.of(index), column.span()), OvhKeys.option("axis", 1L, column.span()));
        OvhPipeline.Added cut = pipeline.step(
                column.name().value() + "-column", "select", select, Map.of("values", whole), column.span());
        List<Node.Entry> flat = List.of(OvhKeys.option("shape", List.of(-1L), column.span()));
        return pipeline.step(
                        column.name().value() + "-vector",
                        "reshape",
                        flat,
                        Map.of("values", cut.output("values")),
                        column.span())
                .output("values");
    }

    /** The types of a TorchScript model, which has none of its own, as its options {@code inputs} and {@code outputs}. */
    static Node.Entry types(String key, List<OvhTensor> tensors, Located<String> place) {
        List<Node.Entry> types = new ArrayList<>();
        for (OvhTensor tensor : tensors) {
            TensorType type = tensor.type();
            types.add(OvhKeys.option(
                    tensor.name().value(), type.toString(), tensor.name().span()));
        }
        return new Node.Entry(Located.of(key, place.span()), new Node.Mapping(types, place.span()));
    }
}
