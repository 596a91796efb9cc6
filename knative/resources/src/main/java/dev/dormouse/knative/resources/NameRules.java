package dev.dormouse.knative.resources;

import java.util.Map;
import java.util.regex.Pattern;

/** The forms that a cluster asks of names, checked before anything is sent. */
public final class NameRules {
    /** Leaves room for what is made of the name within the 63 characters of a DNS label: a revision's digest. */
    static final int LONGEST_NAME = 63 - 1 - FunctionService.DIGEST_DIGITS;

    private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]*[a-z0-9])?");
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern LABEL_VALUE = Pattern.compile("([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?");
    private static final Pattern KEY =
            Pattern.compile("([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
    private static final Pattern IMAGE = Pattern.compile(
            "[a-zA-Z0-9][a-zA-Z0-9.-]*(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?"
                    + "(@sha256:[0-9a-f]{64})?");

    private NameRules() {}

    /**
     * Checks a function's name: also that of its Knative Service, and the beginning of its host and revisions.
     *
     * @throws RefusedName if it cannot be one
     */
    public static void checkFunction(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new RefusedName(
                    "'" + name + "' cannot name a Knative Service: that takes a-z, 0-9 and '-', begins with"
                            + " a letter and ends with a letter or digit");
        }
        if (name.length() > LONGEST_NAME) {
            throw new RefusedName("'" + name + "' has " + name.length() + " characters; at most " + LONGEST_NAME
                    + " leave room for a revision's digest within the 63 of a DNS label");
        }
    }

    /**
     * Checks a namespace.
     *
     * @throws RefusedName if Kubernetes would refuse it
     */
    public static void checkNamespace(String namespace) {
        if (!NAMESPACE.matcher(namespace).matches()) {
            throw new RefusedName("'" + namespace + "' cannot name a namespace: that takes at most 63 of a-z, 0-9 and"
                    + " '-', with a letter or digit at both ends");
        }
    }

    static void checkImage(String image) {
        if (!IMAGE.matcher(image).matches()) {
            throw new RefusedName("'" + image + "' is not an image reference: write REGISTRY/NAME@sha256:DIGEST, or"
                    + " REGISTRY/NAME:TAG");
        }
    }

    static void checkLabels(Map<String, String> labels) {
        labels.forEach((key, value) -> {
            checkKey("label", key);
            if (!LABEL_VALUE.matcher(value).matches()) {
                throw new RefusedName("the label " + key + " cannot be '" + value + "': a value takes at most 63"
                        + " letters, digits, '.', '_' and '-', with a letter or digit at both ends");
            }
        });
    }

    static void checkAnnotations(Map<String, String> annotations) {
        annotations.keySet().forEach(key -> checkKey("annotation", key));
    }

    static boolean isLabelValue(String text) {
        return LABEL_VALUE.matcher(text).matches();
    }

    private static void checkKey(String what, String key) {
        if (!KEY.matcher(key).matches()) {
            throw new RefusedName(
                    "'" + key + "' cannot be the key of " + (what.equals("label") ? "a label" : "an annotation")
                            + ": write NAME or domain/NAME, NAME being at most 63 letters, digits, '.', '_' and '-'");
        }
    }
}
