package dev.dormouse.compiler.manifest;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.source.Located;
import dev.dormouse.compiler.source.Node;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code resources} as of a Kubernetes container: quantities under requests and limits. */
final class ResourceReader {
    private static final List<String> KEYS = List.of("requests", "limits");
    private static final List<String> NAMES = List.of("cpu", "memory", "ephemeral-storage");
    private static final BigDecimal LEAST_MEMORY = BigDecimal.valueOf(1 << 20);

    private final Expect expect;

    ResourceReader(Expect expect) {
        this.expect = expect;
    }

    /** As written: section to resource name to quantity text. */
    Optional<Located<Map<String, Object>>> read(Node.Entry section) {
        Optional<Node.Mapping> map = expect.map("spec.resources", section);
        if (map.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> resources = new LinkedHashMap<>();
        Map<String, Map<String, Located<BigDecimal>>> amounts = new LinkedHashMap<>();
        for (Node.Entry entry : expect.entries("spec.resources", map.get(), KEYS)) {
            switch (entry.key().value()) {
                case "requests", "limits" -> {
                    Map<String, Object> texts = new LinkedHashMap<>();
                    amounts.put(entry.key().value(), quantities(entry, texts));
                    resources.put(entry.key().value(), texts);
                }
            }
        }
        Map<String, Located<BigDecimal>> requests = amounts.getOrDefault("requests", Map.of());
        amounts.getOrDefault("limits", Map.of()).forEach((name, limit) -> {
            Located<BigDecimal> request = requests.get(name);
            if (request != null && limit.value().compareTo(request.value()) < 0) {
                report(
                        limit,
                        "the limit of " + name + " is lower than its request",
                        "raise the limit, or ask for less");
            }
        });
        return Optional.of(Located.of(resources, section.key().span()));
    }

    private Map<String, Located<BigDecimal>> quantities(Node.Entry section, Map<String, Object> texts) {
        String path = "spec.resources." + section.key().value();
        Map<String, Located<BigDecimal>> amounts = new LinkedHashMap<>();
        for (Node.Entry entry :
                expect.map(path, section).map(Node.Mapping::entries).orElse(List.of())) {
            String name = entry.key().value();
            if (!NAMES.contains(name) && name.indexOf('/') < 0 && !name.startsWith("hugepages-")) {
                expect.unknownKey(path, entry, NAMES);
            } else {
                quantity(path + "." + name, entry).ifPresent(amount -> {
                    amounts.put(name, amount);
                    texts.put(name, ((Node.Scalar) entry.value()).text());
                });
            }
        }
        return amounts;
    }

    private Optional<Located<BigDecimal>> quantity(String path, Node.Entry entry) {
        if (!(entry.value() instanceof Node.Scalar scalar)
                || scalar.value() == null
                || scalar.value() instanceof Boolean) {
            expect.wrongKind(path, entry, "a quantity", "write a number with a unit, as in 500m or 1Gi");
            return Optional.empty();
        }
        Optional<Located<BigDecimal>> amount =
                Quantity.parse(scalar.text()).map(value -> Located.of(value, scalar.span()));
        if (amount.isEmpty()) {
            report(
                    Located.of(BigDecimal.ZERO, scalar.span()),
                    "'" + scalar.text() + "' is not a quantity as Kubernetes has them",
                    "write a number, or a number with a unit: 500m, 2, 512Mi, 1Gi");
        } else if (amount.get().value().signum() < 0) {
            report(amount.get(), "'" + path + "' is negative", "write a positive quantity");
        } else if (entry.key().value().equals("memory") && amount.get().value().compareTo(LEAST_MEMORY) < 0) {
            report(
                    amount.get(),
                    "'" + scalar.text() + "' of memory is less than a MiB",
                    "write the unit in full: Mi or Gi ('m' means thousandths)");
        }
        return amount;
    }

    private void report(Located<BigDecimal> place, String headline, String help) {
        expect.findings().error(FindingCode.DM502, place.span(), headline, help);
    }
}
