package dev.dormouse.compiler.manifest;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.source.Located;
import dev.dormouse.compiler.source.Node;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.plan.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The questions that every reader asks of a node; a wrong answer is a finding and an empty result. */
public final class Expect {
    private final Findings findings;

    public Expect(Findings findings) {
        this.findings = findings;
    }

    public Findings findings() {
        return findings;
    }

    /** An element of a list as an entry, so that it has a name and a place in messages. */
    public static Node.Entry element(Node.Sequence list, int index) {
        Node node = list.elements().get(index);
        return new Node.Entry(Located.of("[" + (index + 1) + "]", headOf(node)), node);
    }

    /** The beginning of a node: of a map its first key, else all of it. */
    public static Span headOf(Node node) {
        return node instanceof Node.Mapping map && !map.entries().isEmpty()
                ? map.entries().get(0).key().span()
                : node.span();
    }

    public Optional<Node.Mapping> map(String path, Node.Entry entry) {
        if (entry.value() instanceof Node.Mapping map) {
            return Optional.of(map);
        }
        wrongKind(
                path,
                entry,
                "a map",
                entry.key().value().startsWith("[")
                        ? "write 'key: value' pairs"
                        : "write 'key: value' pairs, indented under '"
                                + entry.key().value() + "'");
        return Optional.empty();
    }

    public Optional<Node.Sequence> list(String path, Node.Entry entry) {
        if (entry.value() instanceof Node.Sequence list) {
            return Optional.of(list);
        }
        wrongKind(path, entry, "a list", "begin each entry with '- ', or write [a, b]");
        return Optional.empty();
    }

    /** Text that is not blank. */
    public Optional<Located<String>> text(String path, Node.Entry entry) {
        if (entry.value() instanceof Node.Scalar scalar && scalar.value() instanceof String text && !text.isBlank()) {
            return Optional.of(Located.of(text, scalar.span()));
        }
        boolean quotable = entry.value() instanceof Node.Scalar scalar
                && scalar.value() != null
                && !scalar.text().isBlank();
        wrongKind(
                path,
                entry,
                "text",
                quotable
                        ? "put quotes round it: \"" + ((Node.Scalar) entry.value()).text() + "\""
                        : "write the text after '" + entry.key().value() + ":'");
        return Optional.empty();
    }

    /** An integer from {@code min} up. */
    public Optional<Located<Integer>> count(String path, Node.Entry entry, int min) {
        if (!(entry.value() instanceof Node.Scalar scalar && scalar.value() instanceof Number)) {
            wrongKind(path, entry, "a number", "write an integer of at least " + min + ", without quotes");
            return Optional.empty();
        }
        if (scalar.value() instanceof Long number && number >= min && number <= Integer.MAX_VALUE) {
            return Optional.of(Located.of(number.intValue(), scalar.span()));
        }
        outOfForm(
                scalar.span(),
                "'" + path + "' must be an integer of at least " + min + ", not " + scalar.text(),
                "write a number from " + min + " to " + Integer.MAX_VALUE);
        return Optional.empty();
    }

    public void wrongKind(String path, Node.Entry entry, String wanted, String help) {
        if (entry.value() instanceof Node.Scalar scalar
                && scalar.value() == null
                && scalar.text().startsWith("*")) {
            return; // an alias to nothing, which has its finding
        }
        boolean isEmpty = entry.value() instanceof Node.Scalar scalar
                && (scalar.value() == null || scalar.text().isBlank());
        boolean isShown =
                !(entry.value() instanceof Node.Scalar scalar) || !scalar.text().isEmpty();
        findings.error(
                FindingCode.DM105,
                isShown ? headOf(entry.value()) : entry.key().span(),
                isEmpty
                        ? "'" + path + "' is empty; it must be " + wanted
                        : "'" + path + "' must be " + wanted + ", not "
                                + entry.value().describe(),
                help);
    }

    public void outOfForm(Span span, String headline, String help) {
        findings.error(FindingCode.DM106, span, headline, help);
    }

    /**
     * The entries of the map at {@code where}, each under a known key. An unknown key is a finding; where it is a
     * misspelt one, its value is read on under the key that was meant, so that one slip is one finding.
     */
    public List<Node.Entry> entries(String where, Node.Mapping map, List<String> known) {
        List<Node.Entry> entries = new ArrayList<>();
        for (Node.Entry entry : map.entries()) {
            if (known.contains(entry.key().value())) {
                entries.add(entry);
                continue;
            }
            unknownKey(where, entry, known);
            Nearest.to(entry.key().value(), known)
                    .filter(meant -> map.get(meant).isEmpty())
                    .ifPresent(meant -> entries.add(
                            new Node.Entry(Located.of(meant, entry.key().span()), entry.value())));
        }
        return entries;
    }

    /** A key that the map at {@code where} does not have. */
    public void unknownKey(String where, Node.Entry entry, List<String> known) {
        String key = entry.key().value();
        findings.error(
                FindingCode.DM102,
                entry.key().span(),
                "'" + key + "' is not a key of " + where,
                Nearest.question(key, known) + "the keys are " + String.join(", ", known));
    }

    /** Reports each of these keys that the map lacks; a misspelt one has its finding already. */
    public void required(String where, Node.Mapping map, Span place, String... keys) {
        for (String key : keys) {
            boolean misspelt = map.entries().stream()
                    .anyMatch(entry ->
                            Nearest.to(entry.key().value(), List.of(key)).isPresent());
            if (map.get(key).isEmpty() && !misspelt) {
                missing(where, place, key);
            }
        }
    }

    public void missing(String where, Span place, String key) {
        findings.error(
                FindingCode.DM103, place, where + " lacks the key '" + key + "'", "add '" + key + ":' with its value");
    }
}
