package dev.dormouse.compiler.manifest;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.source.Located;
import dev.dormouse.compiler.source.Node;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads references: {@code input}, {@code step.output}, {@code step."any output name"}. */
final class References {
    private static final Pattern FORM =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_-]*)(?:\\.(?:([A-Za-z0-9_-]+)|\"([^\"]+)\"))?");

    private final Expect expect;

    References(Expect expect) {
        this.expect = expect;
    }

    Optional<Manifest.Reference> read(String path, Node.Entry entry) {
        Optional<Located<String>> text = expect.text(path, entry);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher matcher = FORM.matcher(text.get().value());
        if (matcher.matches()) {
            String output = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
            return Optional.of(new Manifest.Reference(
                    matcher.group(1), Optional.ofNullable(output), text.get().span()));
        }
        expect.findings()
                .error(
                        FindingCode.DM210,
                        text.get().span(),
                        "'" + text.get().value() + "' is not a reference",
                        help(text.get().value()));
        return Optional.empty();
    }

    private static String help(String text) {
        int dot = text.indexOf('.');
        boolean quotable = dot > 0
                && dot < text.length() - 1
                && !text.matches("(?s).*[\"\\s,].*")
                && Names.isName(text.substring(0, dot));
        return quotable
                ? "put quotes round the output's name: " + text.substring(0, dot) + ".\"" + text.substring(dot + 1)
                        + "\""
                : "write the name of a pipeline input, or step.output";
    }
}
