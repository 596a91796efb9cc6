package dev.dormouse.functions.deployment;

/** Manifests that do not compile; the message is the compiler's report, and the build's. */
public final class ManifestErrors extends RuntimeException {
    private static final long serialVersionUID = 1;

    ManifestErrors(String report) {
        super("\n" + report, null, false, false);
    }
}
