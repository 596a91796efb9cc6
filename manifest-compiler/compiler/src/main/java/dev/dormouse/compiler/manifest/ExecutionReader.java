package dev.dormouse.compiler.manifest;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.source.Located;
import dev.dormouse.compiler.source.Node;
import dev.dormouse.plan.Plan;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how a pipeline is to be run: scale, batching and the answering event. */
final class ExecutionReader {
    private static final List<String> SCALE_KEYS = List.of("min", "max", "concurrency");
    private static final List<String> BATCHING_KEYS = List.of("maxSize", "maxDelay");
    private static final List<String> EVENT_KEYS = List.of("type", "source");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?) ?(us|ms|s)");
    private static final Map<String, Double> MICROS = Map.of("us", 1.0, "ms", 1e3, "s", 1e6);
    private static final long DEFAULT_DELAY_MICROS = 2000;

    private final Expect expect;

    ExecutionReader(Expect expect) {
        this.expect = expect;
    }

    /** {@code max} is, when not given, the default's or {@code min}, whichever is more. */
    Optional<Located<Plan.Scale>> scale(Node.Entry section) {
        Optional<Node.Mapping> map = expect.map("spec.scale", section);
        if (map.isEmpty()) {
            return Optional.empty();
        }
        int min = Plan.Scale.DEFAULT.min();
        Optional<Located<Integer>> max = Optional.empty();
        int concurrency = Plan.Scale.DEFAULT.concurrency();
        for (Node.Entry entry : expect.entries("spec.scale", map.get(), SCALE_KEYS)) {
            switch (entry.key().value()) {
                case "min" ->
                    min = expect.count("spec.scale.min", entry, 0)
                            .map(Located::value)
                            .orElse(min);
                case "max" -> max = expect.count("spec.scale.max", entry, 0);
                case "concurrency" ->
                    concurrency = expect.count("spec.scale.concurrency", entry, 1)
                            .map(Located::value)
                            .orElse(concurrency);
            }
        }
        int highest = max.map(Located::value).orElse(Math.max(min, Plan.Scale.DEFAULT.max()));
        if (highest < min) {
            expect.findings()
                    .error(
                            FindingCode.DM503,
                            max.orElseThrow().span(),
                            "at most " + highest + " replicas, but at least " + min,
                            "make 'max' at least 'min'");
            highest = min;
        }
        return Optional.of(Located.of(
                new Plan.Scale(min, highest, concurrency), section.key().span()));
    }

    Optional<Located<Plan.Batching>> batching(Node.Entry section) {
        Optional<Node.Mapping> map = expect.map("spec.batching", section);
        if (map.isEmpty()) {
            return Optional.empty();
        }
        Optional<Located<Integer>> maxSize = Optional.empty();
        long maxDelay = DEFAULT_DELAY_MICROS;
        for (Node.Entry entry : expect.entries("spec.batching", map.get(), BATCHING_KEYS)) {
            switch (entry.key().value()) {
                case "maxSize" -> maxSize = expect.count("spec.batching.maxSize", entry, 1);
                case "maxDelay" ->
                    maxDelay = duration("spec.batching.maxDelay", entry).orElse(maxDelay);
            }
        }
        expect.required("spec.batching", map.get(), section.key().span(), "maxSize");
        long micros = maxDelay;
        return maxSize.map(size -> Located.of(
                new Plan.Batching(size.value(), micros), section.key().span()));
    }

    private Optional<Long> duration(String path, Node.Entry entry) {
        String help = "write a number and us, ms or s, as in 2ms";
        if (!(entry.value() instanceof Node.Scalar scalar) || scalar.value() == null) {
            expect.wrongKind(path, entry, "a duration", help);
            return Optional.empty();
        }
        Matcher matcher = DURATION.matcher(scalar.text());
        if (matcher.matches()) {
            double factor = MICROS.getOrDefault(matcher.group(2), 1.0);
            return Optional.of(Math.round(Double.parseDouble(matcher.group(1)) * factor));
        }
        expect.outOfForm(scalar.span(), "'" + scalar.text() + "' is not a duration", help);
        return Optional.empty();
    }

    /** The part that is not given is empty text. */
    Optional<Plan.Events> events(Node.Entry section) {
        Optional<Node.Mapping> map = expect.map("spec.events", section);
        if (map.isEmpty()) {
            return Optional.empty();
        }
        String type = "";
        String source = "";
        for (Node.Entry entry : expect.entries("spec.events", map.get(), EVENT_KEYS)) {
            switch (entry.key().value()) {
                case "type" ->
                    type = expect.text("spec.events.type", entry)
                            .map(Located::value)
                            .orElse(type);
                case "source" -> source = eventSource(entry).orElse(source);
            }
        }
        return Optional.of(new Plan.Events(type, source));
    }

    private Optional<String> eventSource(Node.Entry entry) {
        Optional<Located<String>> text = expect.text("spec.events.source", entry);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new URI(text.get().value()).toString());
        } catch (URISyntaxException e) {
            expect.outOfForm(
                    text.get().span(),
                    "'" + text.get().value() + "' is not a URI reference",
                    "write a URI or a path, as in /pipelines/sentiment; CloudEvents asks for it");
            return Optional.empty();
        }
    }
}
