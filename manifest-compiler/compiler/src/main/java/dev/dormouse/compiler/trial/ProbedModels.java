package dev.dormouse.compiler.trial;

import dev.dormouse.compiler.resolve.ResolvedStep;
import dev.dormouse.engine.Digests;
import dev.dormouse.plan.PlanJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Remembers by an empty file which models another process loaded before: such a process costs more than the rest of a
 * small compilation, so it is paid once for a step's files, its options and the version of its engine.
 */
final class ProbedModels {
    private final Path folder;

    /** @param folder made when it is needed */
    ProbedModels(Path folder) {
        this.folder = folder;
    }

    /**
     * Tries the step's files where that is to be done beforehand, unless they were good before.
     *
     * @throws dev.dormouse.step.ArtifactException if they cannot be loaded
     */
    void probe(ResolvedStep step) {
        step.kind().engine().ifPresent(engine -> {
            Path good = folder.resolve(engine).resolve(digest(step));
            if (Files.notExists(good)) {
                step.kind().probe(step.declaration());
                remember(good);
            }
        });
    }

    private static void remember(Path good) {
        try {
            Files.createDirectories(good.getParent());
            Files.write(good, new byte[0]);
        } catch (IOException e) {
            // a cache that cannot be written costs time, nothing else
        }
    }

    /** Of the options and of what is in the files, not of where they lie. */
    private static String digest(ResolvedStep step) {
        Map<String, Object> values =
                new LinkedHashMap<>(step.declaration().options().values());
        new TreeMap<>(step.files())
                .forEach((option, file) -> values.put(option, file.artifact().sha256()));
        return Digests.sha256(PlanJson.encode(values));
    }
}
