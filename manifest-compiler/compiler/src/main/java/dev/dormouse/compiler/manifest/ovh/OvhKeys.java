package dev.dormouse.compiler.manifest.ovh;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.manifest.Expect;
import dev.dormouse.compiler.source.Located;
import dev.dormouse.compiler.source.Node;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.plan.Nearest;
import java.util.List;
import java.util.Optional;

/** Keys of OVH's JSON: unknown ones are warnings, since OVH's server passes over them; and keys made for native steps. */
final class OvhKeys {
    private final Expect expect;

    OvhKeys(Expect expect) {
        this.expect = expect;
    }

    static Optional<Node.Entry> entry(Node.Mapping map, String key) {
        return map.entries().stream()
                .filter(entry -> entry.key().value().equals(key))
                .findFirst();
    }

    void unknown(String where, Node.Entry entry, List<String> known) {
        String key = entry.key().value();
        expect.findings()
                .warning(
                        FindingCode.DM102,
                        entry.key().span(),
                        "'" + key + "' is not a key of " + where + " and is passed over",
                        Nearest.question(key, known) + "the keys are " + String.join(", ", known));
    }

    /** An option of a native step, standing where OVH's manifest gives rise to it. */
    static Node.Entry option(String key, Object value, Span span) {
        return new Node.Entry(Located.of(key, span), node(value, span));
    }

    private static Node node(Object value, Span span) {
        if (value instanceof List<?> list) {
            return new Node.Sequence(
                    list.stream().map(element -> node(element, span)).toList(), span);
        }
        return new Node.Scalar(value, String.valueOf(value), span);
    }
}
