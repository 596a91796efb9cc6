package dev.dormouse.compiler.manifest;

import dev.dormouse.compiler.source.Located;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The forms that names have in a manifest, and the names that pipelines cannot have. */
public final class Names {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern LABEL_VALUE = Pattern.compile("([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?");
    private static final Pattern LABEL_KEY =
            Pattern.compile("([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
    /** Semantic Versioning 2.0.0, without its rule on leading zeros. */
    private static final Pattern VERSION =
            Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");

    /** Paths of a function (Doors in functions/runtime) that are no pipeline's. */
    private static final Set<String> TAKEN = Set.of("describe", "eval", "metrics", "q", "swagger-ui", "v2");

    private static final int LONGEST = 63;

    private final Expect expect;

    Names(Expect expect) {
        this.expect = expect;
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** The name of a pipeline after a file or a folder; the other where that has no letter, or is taken. */
    public static String ofPipeline(String file, String otherwise) {
        String text = file.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String label = text.substring(0, Math.min(text.length(), LONGEST)).replaceAll("^-+|-+$", "");
        return label.isEmpty() || TAKEN.contains(label) ? otherwise : label;
    }

    /** Reports a name of a pipeline that is no DNS label, or whose path is another door's. */
    void checkPipelineName(Located<String> name) {
        checkDnsLabel("metadata.name", name);
        if (TAKEN.contains(name.value())) {
            expect.outOfForm(
                    name.span(),
                    "'" + name.value() + "' cannot be a 'metadata.name': every function answers something else at /"
                            + name.value(),
                    "choose another name; " + String.join(", ", new TreeSet<>(TAKEN)) + " are taken");
        }
    }

    /** Reports a name of an input, step or output that is not of the form. */
    void checkName(String what, Located<String> name) {
        check(
                NAME,
                name,
                "is not a name for " + what,
                "use letters, digits, '_' and '-', and begin with a letter or '_'");
    }

    void checkDnsLabel(String path, Located<String> name) {
        check(
                DNS_LABEL,
                name,
                "is not a valid '" + path + "'",
                "use at most 63 of a–z, 0–9 and '-', with a letter or digit at both ends");
    }

    void checkLabelKey(Located<String> key) {
        check(
                LABEL_KEY,
                key,
                "is not a label key as Kubernetes has them",
                "write NAME or domain/NAME, NAME being at most 63 letters, digits, '.', '_' and '-'");
    }

    void checkLabelValue(Located<String> value) {
        check(
                LABEL_VALUE,
                value,
                "is not a label value as Kubernetes has them",
                "use at most 63 letters, digits, '.', '_' and '-', with a letter or digit at both ends; annotations"
                        + " take any text");
    }

    void checkVersion(Located<String> version) {
        check(VERSION, version, "is not a version", "write three numbers, as in 1.0.0, or 1.0.0-rc.1");
    }

    private void check(Pattern form, Located<String> text, String complaint, String help) {
        if (!form.matcher(text.value()).matches()) {
            expect.outOfForm(text.span(), "'" + text.value() + "' " + complaint, help);
        }
    }
}
