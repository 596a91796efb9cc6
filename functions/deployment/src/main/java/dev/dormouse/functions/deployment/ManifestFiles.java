package dev.dormouse.functions.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The manifests in a folder. */
final class ManifestFiles {
    private ManifestFiles() {}

    /** {@code NAME.yaml}, {@code NAME.yml} and {@code FOLDER/manifest.yaml|yml|json}, in the order of their names. */
    static List<Path> in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().flatMap(ManifestFiles::manifest).toList();
        }
    }

    private static Stream<Path> manifest(Path entry) {
        if (Files.isDirectory(entry)) {
            return Stream.of("manifest.yaml", "manifest.yml", "manifest.json")
                    .map(entry::resolve)
                    .filter(Files::isRegularFile)
                    .limit(1);
        }
        String name = entry.getFileName().toString();
        return name.endsWith(".yaml") || name.endsWith(".yml") ? Stream.of(entry) : Stream.empty();
    }

    /**
     * What dev mode watches: every file, as a changed model is a changed pipeline, and every folder, whose time changes
     * when a file comes or goes. A folder that is not there is watched too, until somebody makes it.
     */
    static List<Path> watched(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            return List.of(absolute);
        }
        try (Stream<Path> paths = Files.walk(absolute)) {
            return paths.sorted().toList();
        }
    }
}
