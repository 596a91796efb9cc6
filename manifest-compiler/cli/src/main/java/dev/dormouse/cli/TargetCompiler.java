package dev.dormouse.cli;

import dev.dormouse.compiler.Compilation;
import dev.dormouse.compiler.ManifestCompiler;
import dev.dormouse.compiler.WrittenManifest;
import dev.dormouse.compiler.diagnostic.Finding;
import dev.dormouse.compiler.diagnostic.Severity;
import dev.dormouse.compiler.diagnostic.TextReport;
import dev.dormouse.compiler.manifest.BareModel;
import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.engine.Artifacts;
import dev.dormouse.engine.Bundle;
import dev.dormouse.engine.BundleException;
import dev.dormouse.plan.Plan;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.StepCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** From a target to a compilation or a plan; the compiler and the catalogue are made when they are first needed. */
final class TargetCompiler {
    private final Environment environment;

    TargetCompiler(Environment environment) {
        this.environment = environment;
    }

    /** Every step kind that this command line can run. */
    StepCatalogue catalogue() {
        return StepCatalogue.load();
    }

    /**
     * Compiles a manifest, or the manifest that a model's own signature gives.
     *
     * @throws CommandFailure for a bundle, which is compiled already, and for a model that cannot be read
     */
    Compilation compile(Target target) throws IOException {
        StepCatalogue catalogue = catalogue();
        ManifestCompiler compiler = ManifestCompiler.create(catalogue, environment.home(), environment.cache());
        if (target instanceof Target.ManifestFile manifest) {
            return compiler.compile(manifest.path());
        }
        if (target instanceof Target.ModelFile model) {
            try {
                Path path = Files.isDirectory(model.path())
                        ? model.path().toAbsolutePath().normalize()
                        : model.path();
                Path beside = path.resolveSibling(path.getFileName() + ".yaml");
                return compiler.compile(new SourceFile(beside, BareModel.manifestFor(path, catalogue)));
            } catch (ArtifactException e) {
                throw CommandFailure.unreadable(model.path(), e);
            }
        }
        throw CommandFailure.unusable(
                target.path() + " is compiled already",
                "dormouse run " + target.path() + "   or name the folder of its manifest");
    }

    /**
     * The manifest that a model gives, compiled; prints the findings.
     *
     * @param file the model's name beside it
     * @throws CommandFailure if a finding is an error
     */
    WrittenManifest write(Path model, String pipeline, String file) {
        ManifestCompiler compiler = ManifestCompiler.create(catalogue(), environment.home(), environment.cache());
        WrittenManifest written = WrittenManifest.over(model, pipeline, file, catalogue(), compiler);
        environment.err().print(TextReport.of(written.findings()));
        if (written.text().isEmpty()) {
            throw refused(model, written.findings());
        }
        return written;
    }

    /**
     * Compiles and prints the findings.
     *
     * @throws CommandFailure if one of them is an error
     */
    Compilation.Compiled require(Target target) throws IOException {
        Compilation compilation = compile(target);
        environment.err().print(TextReport.of(compilation.findings()));
        return compilation.compiled().orElseThrow(() -> refused(target.path(), compilation.findings()));
    }

    /** The plan of a target and its files; a bundle's plan is read, everything else is compiled. */
    Loaded load(Target target) throws IOException {
        if (target instanceof Target.BundleFolder folder) {
            Bundle bundle = Bundle.open(folder.path());
            return new Loaded(bundle.plan(), bundle);
        }
        return Loaded.of(require(target));
    }

    private static Path file(Map<String, Path> files, String digest, String name) {
        Path file = files.get(digest);
        if (file == null) {
            throw new BundleException(name + " was not resolved by the compiler");
        }
        return file;
    }

    private static CommandFailure refused(Path target, List<Finding> findings) {
        long errors = findings.stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .count();
        return CommandFailure.failed(
                target + " has " + errors + (errors == 1 ? " error" : " errors"),
                "mend what the help lines say, then: dormouse check " + target);
    }

    /** A plan and where its files are. */
    record Loaded(Plan plan, Artifacts artifacts) {
        static Loaded of(Compilation.Compiled compiled) {
            return new Loaded(compiled.plan(), artifact -> file(compiled.files(), artifact.sha256(), artifact.name()));
        }
    }
}
