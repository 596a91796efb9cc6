package dev.dormouse.compiler.manifest;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.source.Located;
import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.plan.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A native manifest while it is being read, section by section, in whatever order the file has them. */
final class Draft {
    Located<String> name = Located.of("unnamed", Span.START);
    String version = "";
    String description = "";
    final Map<String, String> labels = new LinkedHashMap<>();
    final Map<String, String> annotations = new LinkedHashMap<>();
    final List<Manifest.Input> inputs = new ArrayList<>();
    final List<Manifest.Step> steps = new ArrayList<>();
    final List<Manifest.Output> outputs = new ArrayList<>();
    final List<Manifest.Example> examples = new ArrayList<>();
    Located<Plan.Scale> scale = Located.of(Plan.Scale.DEFAULT, Span.START);
    Optional<Located<Plan.Batching>> batching = Optional.empty();
    Optional<Plan.Events> events = Optional.empty();
    Located<Map<String, Object>> resources = Located.of(Map.of(), Span.START);

    Manifest toManifest(SourceFile file, Findings findings) {
        return new Manifest(
                file,
                name,
                new Manifest.Metadata(version, description, labels, annotations),
                inputs,
                uniqueSteps(findings),
                outputs,
                examples,
                new Manifest.Execution(scale, batching, events, resources));
    }

    /**
     * Reports names that stand twice among inputs and steps. The later step stays, to be checked too, under a name that
     * no reference can have.
     */
    private List<Manifest.Step> uniqueSteps(Findings findings) {
        Map<String, Span> first = new HashMap<>();
        inputs.forEach(input -> first.put(input.name().value(), input.name().span()));
        List<Manifest.Step> unique = new ArrayList<>();
        for (Manifest.Step step : steps) {
            Span place = first.putIfAbsent(step.name().value(), step.name().span());
            if (place == null) {
                unique.add(step);
                continue;
            }
            findings.error(
                    FindingCode.DM201,
                    step.name().span(),
                    "the name '" + step.name().value() + "' stands twice",
                    "rename one of the two; inputs and steps need names of their own",
                    "the first is at line " + place.line() + ", column " + place.column());
            String other = step.name().value() + " (" + (unique.size() + 1) + ")";
            unique.add(new Manifest.Step(
                    Located.of(other, step.name().span()),
                    step.uses(),
                    step.with(),
                    step.inputs(),
                    step.when(),
                    step.span()));
        }
        return unique;
    }
}
