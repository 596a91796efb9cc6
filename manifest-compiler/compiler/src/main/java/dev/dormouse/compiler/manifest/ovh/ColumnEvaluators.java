package dev.dormouse.compiler.manifest.ovh;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.manifest.Expect;
import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.compiler.source.Located;
import dev.dormouse.compiler.source.Node;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.tensor.Datatype;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** OVH's evaluators without a model, which work column by column: scaler, dates, prediction intervals. */
final class ColumnEvaluators {
    private static final String LOWER = "_quantile_inf";
    private static final String UPPER = "_quantile_sup";

    private final OvhPipeline pipeline;
    private final Expect expect;

    ColumnEvaluators(OvhPipeline pipeline, Expect expect) {
        this.pipeline = pipeline;
        this.expect = expect;
    }

    /** {@code standard_scaler}: output i is (input i - mean) / std, mean and std found under the input's name. */
    void scaler(Node.Mapping evaluator, List<OvhTensor> inputs, List<OvhTensor> outputs, Span typePlace) {
        Map<String, Node.Entry> map = entries(evaluator, "mean_std_map");
        if (inputs.size() != outputs.size()) {
            expect.findings()
                    .error(
                            FindingCode.DM105,
                            typePlace,
                            "a scaler with " + inputs.size() + " inputs and " + outputs.size() + " outputs",
                            "give one output for each input, in the same order");
        }
        List<Scaled> scaled = new ArrayList<>();
        for (int i = 0; i < Math.min(inputs.size(), outputs.size()); i++) {
            OvhTensor input = inputs.get(i);
            refuseText(input);
            Optional<Node.Mapping> figures = numbersOf(map, "mean_std_map", input)
                    .flatMap(entry -> expect.map("mean_std_map." + input.name().value(), entry));
            Optional<Double> mean = figures.flatMap(entry -> number(entry, input, "mean"));
            Optional<Double> std = figures.flatMap(entry -> number(entry, input, "std"));
            if (mean.isPresent() && std.isPresent()) {
                OvhTensor output = outputs.get(i);
                Datatype working = output.datatype() == Datatype.FP32 ? input.datatype() : Datatype.FP64;
                Datatype floating = working == Datatype.FP32 ? Datatype.FP32 : Datatype.FP64;
                Span place = input.name().span();
                List<Node.Entry> with = List.of(
                        OvhKeys.option("mean", List.of(mean.get()), place),
                        OvhKeys.option("std", List.of(std.get()), place));
                OvhPipeline.Added step =
                        step("scaled-" + input.name().value(), "standardScaler", with, read(input, floating), place);
                scaled.add(new Scaled(output, step.output("values"), floating));
            }
        }
        scaled.forEach(result -> makeAs(result.output(), result.values(), result.datatype()));
    }

    /** A result that is named only when all inputs are read, since outputs may have the inputs' names. */
    private record Scaled(OvhTensor output, Manifest.Reference values, Datatype datatype) {}

    /** The input as this floating datatype; one that is text has its finding and stays. */
    private Manifest.Reference read(OvhTensor input, Datatype floating) {
        Manifest.Reference values = pipeline.read(input.name(), OvhTensor.vector(input.datatype()));
        boolean fits = input.datatype() == floating || input.datatype() == Datatype.STRING;
        return fits ? values : pipeline.cast(values, floating, input.name());
    }

    /** {@code datetime_encoder}: one input, as many encodings of it as there are outputs. */
    void dates(List<OvhTensor> inputs, List<OvhTensor> outputs, Span place) {
        if (inputs.size() != 1) {
            expect.findings()
                    .error(
                            FindingCode.DM105,
                            place,
                            "a datetime_encoder with " + inputs.size() + " inputs",
                            "give exactly one input; each of several dates needs an encoder of its own");
            return;
        }
        OvhTensor input = inputs.get(0);
        Manifest.Reference date = pipeline.read(input.name(), OvhTensor.vector(input.datatype()));
        for (OvhTensor output : outputs) {
            List<Node.Entry> with = List.of(
                    OvhKeys.option("from", format(input), input.name().span()),
                    OvhKeys.option("to", format(output), output.name().span()),
                    OvhKeys.option(
                            "datatype", output.datatype().name(), output.name().span()));
            OvhPipeline.Added step = step(
                    output.name().value() + "-of-date",
                    "datetimeEncoder",
                    with,
                    date,
                    output.name().span());
            pipeline.make(output.name(), step.output("values"), output.datatype());
        }
    }

    private String format(OvhTensor tensor) {
        if (tensor.format().isEmpty()) {
            expect.missing("'" + tensor.name().value() + "'", tensor.name().span(), "format");
        }
        return tensor.format().map(Located::value).orElse("");
    }

    /** {@code pi}: each output is the lower or the upper bound of an input, told by the end of its name. */
    void intervals(Node.Mapping evaluator, List<OvhTensor> inputs, List<OvhTensor> outputs) {
        Map<String, Node.Entry> deviations = entries(evaluator, "residuals_std");
        Map<String, OvhPipeline.Added> bounds = new LinkedHashMap<>();
        for (OvhTensor input : inputs) {
            refuseText(input);
            numbersOf(deviations, "residuals_std", input).flatMap(this::number).ifPresent(std -> {
                Manifest.Reference values = read(input, Datatype.FP64);
                List<Node.Entry> with =
                        List.of(OvhKeys.option("std", std, input.name().span()));
                bounds.put(
                        input.name().value(),
                        step(
                                "bounds-" + input.name().value(),
                                "predictionInterval",
                                with,
                                values,
                                input.name().span()));
            });
        }
        outputs.forEach(output -> {
            String name = output.name().value();
            boolean isLower = name.endsWith(LOWER);
            String of = isLower || name.endsWith(UPPER) ? name.substring(0, name.length() - LOWER.length()) : "";
            OvhPipeline.Added bound = bounds.get(of);
            if (bound != null) {
                makeAs(output, bound.output(isLower ? "lower" : "upper"), Datatype.FP64);
            } else if (inputs.stream().noneMatch(input -> input.name().value().equals(of))) {
                expect.findings()
                        .error(
                                FindingCode.DM202,
                                output.name().span(),
                                "nobody makes '" + name + "'",
                                "name the outputs INPUT" + LOWER + " and INPUT" + UPPER);
            }
        });
    }

    private void makeAs(OvhTensor output, Manifest.Reference values, Datatype made) {
        Manifest.Reference typed =
                made == output.datatype() ? values : pipeline.cast(values, output.datatype(), output.name());
        pipeline.make(output.name(), typed, output.datatype());
    }

    private OvhPipeline.Added step(
            String wish, String uses, List<Node.Entry> with, Manifest.Reference values, Span span) {
        return pipeline.step(wish, uses, with, Map.of("values", values), span);
    }

    private void refuseText(OvhTensor input) {
        if (input.datatype() == Datatype.STRING) {
            expect.findings()
                    .error(
                            FindingCode.DM302,
                            input.name().span(),
                            "'" + input.name().value() + "' is text, but this evaluator takes numbers only",
                            "give it a number type, or read another value");
        }
    }

    private Map<String, Node.Entry> entries(Node.Mapping evaluator, String key) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        OvhKeys.entry(evaluator, key)
                .flatMap(entry -> expect.map(key, entry))
                .map(Node.Mapping::entries)
                .orElse(List.of())
                .forEach(entry -> entries.put(entry.key().value(), entry));
        return entries;
    }

    private Optional<Node.Entry> numbersOf(Map<String, Node.Entry> map, String key, OvhTensor input) {
        Optional<Node.Entry> entry = Optional.ofNullable(map.get(input.name().value()));
        if (entry.isEmpty()) {
            expect.missing("'" + key + "'", input.name().span(), input.name().value());
        }
        return entry;
    }

    private Optional<Double> number(Node.Mapping figures, OvhTensor input, String key) {
        Optional<Node.Entry> entry = OvhKeys.entry(figures, key);
        if (entry.isEmpty()) {
            expect.missing("'" + input.name().value() + "'", Expect.headOf(figures), key);
        }
        return entry.flatMap(this::number);
    }

    private Optional<Double> number(Node.Entry entry) {
        if (entry.value() instanceof Node.Scalar scalar && scalar.value() instanceof Number value) {
            return Optional.of(value.doubleValue());
        }
        expect.wrongKind(entry.key().value(), entry, "a number", "write a number");
        return Optional.empty();
    }
}
