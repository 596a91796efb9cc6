package dev.dormouse.compiler.resolve;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.manifest.ManifestReader;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.engine.Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which file of a folder is its manifest. */
final class InnerFolder {
    private InnerFolder() {}

    /** The file itself, or the manifest in a folder; a bundle is none. */
    static Optional<Path> manifest(Path found, String source, Span span, Findings findings) {
        boolean isFolder = Files.isDirectory(found);
        boolean isBundle = isFolder ? Bundle.isBundle(found) : found.endsWith(Bundle.PLAN_FILE);
        if (isBundle) {
            findings.error(
                    FindingCode.DM404,
                    span,
                    "'" + source + "' is a compiled bundle, not a manifest",
                    "name the manifest that it was compiled from");
            return Optional.empty();
        }
        if (!isFolder) {
            return Optional.of(found);
        }
        List<Path> manifests = ManifestReader.FILE_NAMES.stream()
                .map(found::resolve)
                .filter(Files::isRegularFile)
                .toList();
        if (manifests.size() != 1) {
            findings.error(
                    FindingCode.DM401,
                    span,
                    "the folder '" + source + "' has "
                            + (manifests.isEmpty() ? "no manifest.yaml" : "several manifests"),
                    "name the manifest itself");
            return Optional.empty();
        }
        return Optional.of(manifests.get(0));
    }
}
