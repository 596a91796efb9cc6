package dev.dormouse.compiler;

import dev.dormouse.compiler.check.Checked;
import dev.dormouse.compiler.check.Checker;
import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.compiler.manifest.ManifestReader;
import dev.dormouse.compiler.resolve.InnerManifests;
import dev.dormouse.compiler.resolve.InnerPipeline;
import dev.dormouse.compiler.resolve.Lock;
import dev.dormouse.compiler.resolve.RemoteSources;
import dev.dormouse.compiler.resolve.ResolvedStep;
import dev.dormouse.compiler.resolve.Resolver;
import dev.dormouse.compiler.resolve.SourceFiles;
import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.compiler.source.SourceReader;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.compiler.trial.Trial;
import dev.dormouse.plan.Plan;
import dev.dormouse.step.Signature;
import dev.dormouse.step.StepCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** From a manifest's text to a plan: read, resolve, check, try. The one entry point of the compiler. */
public final class ManifestCompiler {
    private final StepCatalogue catalogue;
    private final Optional<Path> prebuilt;
    private final RemoteSources remote;

    private ManifestCompiler(StepCatalogue catalogue, Optional<Path> prebuilt, RemoteSources remote) {
        this.catalogue = catalogue;
        this.prebuilt = prebuilt;
        this.remote = remote;
    }

    /**
     * A compiler for the step kinds that are there.
     *
     * @param home Dormouse's own folder with {@code prebuilt-models}, if there is one
     * @param cache where fetched files are kept
     */
    public static ManifestCompiler create(StepCatalogue catalogue, Optional<Path> home, Path cache) {
        return new ManifestCompiler(
                catalogue, home.map(folder -> folder.resolve("prebuilt-models")), new RemoteSources(cache));
    }

    /**
     * Compiles a manifest file.
     *
     * @throws IOException if the file cannot be read at all
     */
    public Compilation compile(Path manifest) throws IOException {
        return compile(SourceReader.read(manifest));
    }

    /** Compiles a manifest's text; relative sources are beside the file that it names. */
    public Compilation compile(SourceFile source) {
        return compile(new Findings(source));
    }

    private Compilation compile(Findings findings) {
        InnerManifests inner = InnerManifests.of(findings.file().path(), this::inner);
        Optional<Compilation.Compiled> compiled = tried(findings, inner)
                .map(tried -> new Compilation.Compiled(
                        tried.plan(), tried.checked().files(), tried.checked().sources()));
        return new Compilation(findings.sorted(), compiled);
    }

    /** A manifest that another one uses as a step; compiled as any other. */
    private Optional<InnerPipeline> inner(Findings findings, InnerManifests deeper) {
        return tried(findings, deeper)
                .map(tried -> new InnerPipeline(
                        tried.plan(),
                        tried.checked().steps(),
                        tried.plan().execution().batchDim().isPresent()
                                ? tried.checked().batch().rows()
                                : Signature.Rows.MIXED));
    }

    /** The whole way; empty where findings say what is wrong. */
    private Optional<Tried> tried(Findings findings, InnerManifests inner) {
        if (findings.hasErrors()) {
            return Optional.empty();
        }
        return ManifestReader.read(findings.file(), findings)
                .flatMap(manifest ->
                        check(manifest, inner, findings).flatMap(checked -> tried(manifest, checked, findings)));
    }

    private Optional<Checked> check(Manifest manifest, InnerManifests inner, Findings findings) {
        Lock lock = inner.lock(lock(manifest, findings));
        SourceFiles files = new SourceFiles(manifest.file().folder(), prebuilt, remote, lock, inner.prefix());
        List<Optional<ResolvedStep>> steps =
                new Resolver(catalogue, files, inner.withLock(lock), findings).resolve(manifest);
        return new Checker(manifest, findings).check(steps);
    }

    private static Lock lock(Manifest manifest, Findings findings) {
        try {
            return Lock.read(manifest.file().folder());
        } catch (IllegalArgumentException e) {
            findings.error(
                    FindingCode.DM403,
                    Span.START,
                    "the lock file beside the manifest cannot be read: " + e.getMessage(),
                    "delete it, or copy that of a bundle which 'dormouse compile' wrote");
            return Lock.EMPTY;
        }
    }

    private Optional<Tried> tried(Manifest manifest, Checked checked, Findings findings) {
        Plan plan = new Trial(manifest, checked, catalogue, findings).run();
        return findings.hasErrors() ? Optional.empty() : Optional.of(new Tried(plan, checked));
    }

    /** The final plan, and what was checked before it ran. */
    private record Tried(Plan plan, Checked checked) {}
}
