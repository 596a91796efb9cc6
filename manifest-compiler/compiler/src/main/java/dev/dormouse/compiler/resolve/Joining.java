package dev.dormouse.compiler.resolve;

import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.resolve.ResolvedStep.ResolvedFile;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.FileInParts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Makes one file of a model that keeps a part of its data in others; the lock file has each of them. */
final class Joining {
    private final SourceFiles sources;
    private final Findings findings;

    Joining(SourceFiles sources, Findings findings) {
        this.sources = sources;
        this.findings = findings;
    }

    /** The step over one file; empty where a finding says why it cannot be made. */
    Optional<ResolvedStep> join(ResolvedStep step, FileInParts kind) {
        ResolvedFile file = Objects.requireNonNull(step.files().get(FileInParts.SOURCE));
        return DerivedModel.of(
                step,
                file,
                "the files of '" + file.artifact().name() + "' cannot be put together",
                findings,
                () -> join(step, file, kind));
    }

    private Optional<ResolvedStep> join(ResolvedStep step, ResolvedFile file, FileInParts kind) throws IOException {
        List<String> names = kind.parts(file.path());
        if (names.isEmpty()) {
            return Optional.of(step);
        }
        List<ResolvedFile> files = new ArrayList<>(List.of(file));
        Map<String, Path> paths = new HashMap<>();
        for (String name : names) {
            Optional<ResolvedFile> part = sources.beside(file, name, findings);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            files.add(part.get());
            paths.put(name, part.get().path());
        }
        ResolvedFile joined = sources.joined(files, out -> kind.join(file.path(), paths, out));
        return Optional.of(over(joined, step));
    }

    private static ResolvedStep over(ResolvedFile joined, ResolvedStep step) {
        Map<String, ResolvedFile> files = new HashMap<>(step.files());
        files.put(FileInParts.SOURCE, joined);
        Map<String, Path> paths = new HashMap<>();
        files.forEach((option, file) -> paths.put(option, file.path()));
        Declaration declaration =
                new Declaration(step.name(), step.declaration().options(), paths);
        return new ResolvedStep(step.step(), step.kind(), declaration, files);
    }
}
