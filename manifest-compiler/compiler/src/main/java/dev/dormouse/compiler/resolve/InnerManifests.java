package dev.dormouse.compiler.resolve;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.compiler.source.SourceReader;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.plan.Plan;
import dev.dormouse.step.Declaration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The manifests that a manifest uses as steps, and those that they use. Each file is compiled once, by itself, with its
 * findings at its own places; a note says where it is used.
 */
public final class InnerManifests {
    /** How deep manifests may stand in one another. */
    private static final int DEEPEST = 8;

    /** How many steps all of them may come to: each level may use the next one many times. */
    private static final int MOST_STEPS = 2_000;

    private final Compiler compiler;
    private final Path outermost;
    private final Lock outerLock;
    private final String prefix;
    private final List<Path> chain;
    private final Map<Path, Optional<InnerPipeline>> compiled;

    private InnerManifests(
            Compiler compiler,
            Path outermost,
            Lock outerLock,
            String prefix,
            List<Path> chain,
            Map<Path, Optional<InnerPipeline>> compiled) {
        this.compiler = compiler;
        this.outermost = outermost;
        this.outerLock = outerLock;
        this.prefix = prefix;
        this.chain = List.copyOf(chain);
        this.compiled = compiled;
    }

    /** Compiles a manifest by itself; what is wrong with it is in its findings. */
    @FunctionalInterface
    public interface Compiler {
        Optional<InnerPipeline> compile(Findings findings, InnerManifests inner);
    }

    /** Those of a manifest that no other one uses. */
    public static InnerManifests of(Path manifest, Compiler compiler) {
        Path file = manifest.toAbsolutePath().normalize();
        return new InnerManifests(
                compiler,
                Objects.requireNonNull(file.getParent(), "a file is in a folder"),
                Lock.EMPTY,
                "",
                List.of(real(file)),
                new HashMap<>());
    }

    /** The same with the lock of the manifest whose inner ones these are. */
    public InnerManifests withLock(Lock own) {
        return new InnerManifests(compiler, outermost, own, prefix, chain, compiled);
    }

    /** What a manifest's own lock says, and before it what those say that use it. */
    public Lock lock(Lock own) {
        return outerLock.before(own, prefix);
    }

    /** What a plan's names of its files begin with: the way from the outermost manifest's folder. */
    public String prefix() {
        return prefix;
    }

    /** The step with the other manifest as its kind; empty where findings say why there is none. */
    Optional<ResolvedStep> resolve(ResolvedStep step, SourceFiles sources, Findings findings) {
        String source = step.declaration().options().string(PipelineKind.SOURCE);
        Span span = step.optionSpan(PipelineKind.SOURCE);
        Optional<Path> path = sources.manifest(source, span, findings);
        if (path.isEmpty() || !isAllowed(path.get(), span, findings)) {
            return Optional.empty();
        }
        Path file = real(path.get());
        Optional<InnerPipeline> known = compiled.get(file);
        if (known == null) {
            known = compile(step.step(), path.get(), source, findings);
            compiled.put(file, known);
        }
        return known.map(inner -> used(step, inner, span));
    }

    private boolean isAllowed(Path path, Span span, Findings findings) {
        Path file = real(path);
        if (chain.contains(file)) {
            String way = chain.subList(chain.indexOf(file), chain.size()).stream()
                    .map(one -> String.valueOf(one.getFileName()))
                    .collect(Collectors.joining(" uses "));
            findings.error(
                    FindingCode.DM203,
                    span,
                    "'" + file.getFileName() + "' would contain itself",
                    "use another manifest, or move what both need into one of its own",
                    way + " uses " + file.getFileName());
            return false;
        }
        if (chain.size() > DEEPEST) {
            findings.error(
                    FindingCode.DM107,
                    span,
                    "manifests stand more than " + DEEPEST + " deep in one another",
                    "use this manifest's steps in one of the outer ones");
            return false;
        }
        return true;
    }

    private Optional<InnerPipeline> compile(Manifest.Step user, Path path, String source, Findings findings) {
        Path shown = shown(path, findings);
        try {
            Findings own = SourceReader.read(shown);
            List<Path> deeper = new ArrayList<>(chain);
            deeper.add(real(path));
            Optional<InnerPipeline> inner = compiler.compile(
                    own, new InnerManifests(compiler, outermost, outerLock, prefixOf(path, source), deeper, compiled));
            Span span = user.name().span();
            findings.include(
                    own.sorted(),
                    "step '" + user.name().value() + "' uses it: "
                            + findings.file().path() + ":" + span.line() + ":" + span.column());
            return inner;
        } catch (IOException e) {
            findings.error(
                    FindingCode.DM401,
                    user.uses().span(),
                    "'" + source + "' cannot be read: " + Causes.why(e),
                    "check the file's permissions and the disk");
            return Optional.empty();
        }
    }

    /** The path as a user would write it who wrote that of the manifest which uses it. */
    private static Path shown(Path path, Findings findings) {
        Path user = findings.file().path();
        Path folder = findings.file().folder().normalize();
        return path.startsWith(folder) && !user.isAbsolute()
                ? user.resolveSibling(folder.relativize(path).toString())
                : path;
    }

    private String prefixOf(Path path, String source) {
        Path folder = Objects.requireNonNull(path.toAbsolutePath().normalize().getParent(), "a file is in a folder");
        if (!folder.startsWith(outermost)) {
            int end = source.indexOf('/');
            return (end < 0 ? source : source.substring(0, end)) + "/";
        }
        String way = outermost.relativize(folder).toString().replace('\\', '/');
        return way.isEmpty() ? "" : way + "/";
    }

    private static ResolvedStep used(ResolvedStep step, InnerPipeline inner, Span span) {
        Map<String, ResolvedStep.ResolvedFile> files = new HashMap<>();
        for (Plan.PlanStep each : inner.plan().steps()) {
            each.artifacts().forEach((option, artifact) -> {
                ResolvedStep.ResolvedFile file = inner.file(artifact);
                files.put(
                        each.name() + "." + option,
                        new ResolvedStep.ResolvedFile(file.path(), artifact, file.sources(), span));
            });
        }
        Declaration declaration =
                new Declaration(step.name(), step.declaration().options(), Map.of());
        return new ResolvedStep(step.step(), inner, declaration, files);
    }

    /** Reports when the steps of all inner pipelines come to too many. */
    void limit(List<Optional<ResolvedStep>> steps, Findings findings) {
        int count = 0;
        for (Optional<ResolvedStep> step : steps) {
            if (step.isPresent() && step.get().kind() instanceof InnerPipeline inner) {
                count += inner.plan().steps().size();
                if (count > MOST_STEPS) {
                    findings.error(
                            FindingCode.DM107,
                            step.get().optionSpan(PipelineKind.SOURCE),
                            "with this manifest's steps there are " + count + ", more than the " + MOST_STEPS
                                    + " that inner pipelines may come to",
                            "use fewer inner pipelines, or deploy one of them as a function and call it by 'uses: http'");
                    return;
                }
            }
        }
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize(); // a manifest that is text only, or gone meanwhile
        }
    }
}
