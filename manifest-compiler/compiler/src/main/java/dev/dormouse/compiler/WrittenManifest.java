package dev.dormouse.compiler;

import dev.dormouse.compiler.diagnostic.Finding;
import dev.dormouse.compiler.manifest.BareExample;
import dev.dormouse.compiler.manifest.BareManifest;
import dev.dormouse.compiler.manifest.BareModel;
import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.compiler.trial.MadeUpExample;
import dev.dormouse.step.StepCatalogue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The manifest that somebody goes on from, written from a model alone. It is compiled beside the model before it is
 * given away.
 *
 * @param findings of that compilation; an error if there is no text
 * @param complete false if the model does not say its types, which are to be filled in; then nothing was compiled
 */
public record WrittenManifest(List<Finding> findings, Optional<String> text, boolean complete) {
    public WrittenManifest {
        findings = List.copyOf(findings);
    }

    /**
     * Writes one.
     *
     * @param pipeline its name
     * @param file the model's name beside the manifest
     * @throws dev.dormouse.step.ArtifactException if the file is no model that a kind of the catalogue reads, or a
     *     broken one
     */
    public static WrittenManifest over(
            Path model, String pipeline, String file, StepCatalogue catalogue, ManifestCompiler compiler) {
        BareManifest manifest = BareModel.infer(model, catalogue);
        if (!manifest.typed()) {
            String text = manifest.in(file).commented(pipeline, new BareExample.Missing(""));
            return new WrittenManifest(List.of(), Optional.of(text), false);
        }
        Compilation compilation = compiler.compile(beside(model, manifest.text()));
        Optional<String> text = compilation
                .compiled()
                .map(compiled -> MadeUpExample.of(compiled.plan(), compiled.files(), catalogue))
                .map(example -> comesTrue(model, manifest.commented(pipeline, example), compiler)
                        ? example
                        : new BareExample.Missing("the model answers the same request by something else each time"))
                .map(example -> manifest.in(file).commented(pipeline, example));
        return new WrittenManifest(compilation.findings(), text, true);
    }

    private static boolean comesTrue(Path model, String manifest, ManifestCompiler compiler) {
        return !compiler.compile(beside(model, manifest)).hasErrors();
    }

    private static SourceFile beside(Path model, String manifest) {
        return new SourceFile(model.resolveSibling(model.getFileName() + ".yaml"), manifest);
    }
}
