package dev.dormouse.compiler.manifest.ovh;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.manifest.Expect;
import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.compiler.source.Node;
import dev.dormouse.compiler.source.SourceFile;
import java.util.Optional;

/** Reads OVH's JSON manifests. */
public final class OvhReader {
    private OvhReader() {}

    public static Optional<Manifest> read(SourceFile file, Node.Mapping root, Findings findings) {
        findings.error(
                FindingCode.DM108,
                Expect.headOf(root),
                "OVH manifests are not read yet",
                "write a native manifest: apiVersion: dormouse.dev/v1");
        return Optional.empty();
    }
}
