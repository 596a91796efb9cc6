package dev.dormouse.compiler.check;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.compiler.source.Located;
import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.formula.Formula;
import dev.dormouse.formula.FormulaException;
import dev.dormouse.formula.FormulaParser;
import dev.dormouse.formula.Part;
import dev.dormouse.plan.Plan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What stands after {@code when:}, with its references resolved.
 *
 * @param reads by the references' names in the formula
 */
record StepCondition(SourceFile file, Located<String> text, Formula formula, Map<String, Source> reads) {
    StepCondition {
        reads = Collections.unmodifiableMap(new LinkedHashMap<>(reads));
    }

    /** As a plan holds it. */
    Plan.When inPlan(Slots slots) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        reads.forEach((name, source) -> numbers.put(name, slots.of(source)));
        return new Plan.When(text.value(), numbers);
    }

    /**
     * Reads a condition; empty when a finding says what is wrong.
     *
     * @param resolve what a reference stands for, or a finding at it
     */
    static Optional<StepCondition> read(
            Located<String> text, Function<Manifest.Reference, Optional<Source>> resolve, Findings findings) {
        Formula formula;
        try {
            formula = FormulaParser.ofReferences(text.value());
        } catch (FormulaException e) {
            report(findings, span(findings.file(), text, e.part()), "the condition cannot be read: " + e.complaint());
            return Optional.empty();
        }
        Map<String, Source> reads = new LinkedHashMap<>();
        boolean complete = true;
        for (Formula.Reference reference : formula.references()) {
            Optional<Source> source = resolve.apply(new Manifest.Reference(
                    reference.source(), reference.output(), span(findings.file(), text, reference.part())));
            complete &= source.isPresent();
            source.ifPresent(found -> reads.put(reference.name(), found));
        }
        if (formula.references().isEmpty()) {
            findings.error(
                    FindingCode.DM310,
                    text.span(),
                    "the condition reads nothing, so it is always the same",
                    "compare an input or a step's output, as in 'language.label == \"fr\"', or leave 'when' out");
            return Optional.empty();
        }
        return complete ? Optional.of(new StepCondition(findings.file(), text, formula, reads)) : Optional.empty();
    }

    void report(Findings findings, FormulaException e) {
        report(findings, span(e.part()), "the condition does not fit: " + e.complaint());
    }

    private static void report(Findings findings, Span span, String headline) {
        findings.error(
                FindingCode.DM310,
                span,
                headline,
                "write it as in 'language.label == \"fr\"', 'scores.values[1] > 0.9 and not urgent', 'any(flags)'");
    }

    /** Where a part of the formula stands in the manifest. */
    Span span(Part part) {
        return span(file, text, part);
    }

    /** The words of a part. */
    String words(Formula part) {
        return text.value().substring(part.part().from(), part.part().to());
    }

    /** Exact where the text stands in one line as it is; else all of it. */
    private static Span span(SourceFile file, Located<String> text, Part part) {
        Span whole = text.span();
        String line = file.line(whole.line());
        if (whole.line() != whole.endLine() || line.codePointCount(0, line.length()) < whole.endColumn() - 1) {
            return whole;
        }
        int begin = line.offsetByCodePoints(0, whole.column() - 1);
        int end = line.offsetByCodePoints(0, whole.endColumn() - 1);
        int offset = line.substring(begin, end).indexOf(text.value());
        if (offset < 0) {
            return whole;
        }
        boolean isEnd = part.from() == part.to();
        int from = begin + offset + (isEnd ? text.value().length() - 1 : part.from());
        int to = begin + offset + (isEnd ? text.value().length() : part.to());
        return new Span(whole.line(), line.codePointCount(0, from) + 1, whole.line(), line.codePointCount(0, to) + 1);
    }
}
