package dev.dormouse.compiler.resolve;

import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.diagnostic.TextReport;
import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.compiler.manifest.ManifestReader;
import dev.dormouse.compiler.source.SourceReader;
import dev.dormouse.engine.Digests;
import dev.dormouse.step.StepCatalogue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What became of one source in a manifest: the first line of its finding, and the file. */
record Resolution(String headline, String help, Optional<Path> file) {
    /** The bytes that the servers of these tests give, and their digest. */
    static final byte[] MODEL = "a model, as far as these tests are concerned".getBytes(StandardCharsets.UTF_8);

    static final String DIGEST = Digests.sha256(MODEL);
    static final String OTHER_DIGEST = "0".repeat(64);

    /** The place of every finding at a source: line 9, at the text. */
    static final String AT_SOURCE = "manifest.yaml:9:23: error ";

    static Resolution of(RemoteSources remote, String source, String digest) {
        return of(remote, source, ", sha256: \"" + digest + "\"", Lock.EMPTY);
    }

    static Resolution withoutDigest(RemoteSources remote, String source, Lock lock) {
        return of(remote, source, "", lock);
    }

    private static Resolution of(RemoteSources remote, String source, String digest, Lock lock) {
        String text = """
                apiVersion: dormouse.dev/v1
                kind: Pipeline
                metadata: {name: remote}
                spec:
                  inputs:
                    features: FP32[n, 4]
                  steps:
                    - {name: model, uses: onnx,
                       with: {source: "%s"%s}}
                  outputs: {scores: model.scores}
                """.formatted(source, digest);
        Findings findings = SourceReader.decode(Path.of("manifest.yaml"), text.getBytes(StandardCharsets.UTF_8));
        Manifest manifest =
                ManifestReader.read(findings.file(), findings).orElseThrow(() -> new AssertionError(report(findings)));
        SourceFiles files = new SourceFiles(Path.of("no-such-folder"), Optional.empty(), remote, lock);
        InnerManifests none = InnerManifests.of(Path.of("manifest.yaml"), (inner, deeper) -> Optional.empty());
        Optional<Path> file = new Resolver(StepCatalogue.load(), files, none, findings)
                .resolve(manifest)
                .get(0)
                .map(step -> step.files().get("source").path());
        List<String> lines = report(findings).lines().toList();
        return new Resolution(
                lines.isEmpty() ? "" : lines.get(0),
                lines.stream()
                        .filter(line -> line.startsWith("  help: "))
                        .map(line -> line.substring("  help: ".length()))
                        .findFirst()
                        .orElse(""),
                file);
    }

    private static String report(Findings findings) {
        return TextReport.of(findings.sorted());
    }
}
