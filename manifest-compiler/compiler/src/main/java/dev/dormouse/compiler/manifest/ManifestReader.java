package dev.dormouse.compiler.manifest;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.manifest.ovh.OvhReader;
import dev.dormouse.compiler.source.Node;
import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.compiler.source.YamlReader;
import java.util.List;
import java.util.Optional;

/** Text to located records, whichever of the two surface syntaxes it is written in. */
public final class ManifestReader {
    /** Keys that no other manifest has; one of them is enough to tell OVH's. */
    private static final List<String> OVH_KEYS = List.of(
            "type",
            "evaluator_manifests",
            "onnx_model_uri",
            "saved_model_uri",
            "mean_std_map",
            "residuals_std",
            "batch_size");

    /** The file that a folder's manifest is. */
    public static final List<String> FILE_NAMES = List.of("manifest.yaml", "manifest.yml", "manifest.json");

    private ManifestReader() {}

    /** The manifest, in which what could not be read is left out; empty when the file is no manifest at all. */
    public static Optional<Manifest> read(SourceFile file, Findings findings) {
        Optional<Node> root = YamlReader.read(file, findings);
        if (root.isEmpty()) {
            return Optional.empty();
        }
        if (!(root.get() instanceof Node.Mapping map)) {
            findings.error(
                    FindingCode.DM105,
                    Expect.headOf(root.get()),
                    "a manifest is a map, not " + root.get().describe(),
                    "begin with 'apiVersion: dormouse.dev/v1' and 'kind: Pipeline'");
            return Optional.empty();
        }
        boolean isNative = map.get("apiVersion").isPresent() || map.get("kind").isPresent();
        boolean isOvh = !isNative
                && (OVH_KEYS.stream().anyMatch(key -> map.get(key).isPresent())
                        || map.get("inputs")
                                .filter(inputs -> inputs instanceof Node.Sequence)
                                .isPresent());
        return isOvh ? OvhReader.read(file, map, findings) : new NativeReader(file, new Expect(findings)).read(map);
    }
}
