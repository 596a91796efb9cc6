package dev.dormouse.compiler.resolve;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.plan.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Files in or below a folder, never outside of it. */
record LocalFiles(Path root) {
    /** The file, or a finding that says why there is none. */
    Optional<Path> find(String relative, SourceFiles.Sought sought, Findings findings) {
        String source = sought.source();
        Span span = sought.span();
        Path path;
        try {
            path = root.resolve(relative).normalize();
            boolean escapes = !path.startsWith(root.normalize())
                    || (Files.exists(path) && !path.toRealPath().startsWith(root.toRealPath()));
            if (escapes) {
                findings.error(
                        FindingCode.DM405,
                        span,
                        "'" + source + "' lies outside the manifest's folder",
                        "copy the file into the folder: what is deployed must be there");
                return Optional.empty();
            }
        } catch (InvalidPathException | IOException e) {
            findings.error(
                    FindingCode.DM401, span, "'" + source + "' is not the name of a file", "write the file's name");
            return Optional.empty();
        }
        if (Files.isRegularFile(path) || (sought.orFolder() && Files.isDirectory(path))) {
            return Optional.of(path);
        }
        List<String> there = siblings(path);
        String headline =
                Files.isDirectory(path) ? "'" + source + "' is a folder" : "there is no file '" + source + "'";
        String help = Nearest.didYouMean(relative, there)
                .orElse(
                        there.isEmpty()
                                ? "put the file beside the manifest, or mend its name"
                                : "files of that sort there: " + String.join(", ", there));
        findings.error(FindingCode.DM401, span, headline, help);
        return Optional.empty();
    }

    /** Files of the same sort in the folder where the file should be. */
    private List<String> siblings(Path path) {
        Path parent = path.getParent();
        String name = path.toString();
        String ending = name.substring(Math.max(0, name.lastIndexOf('.')));
        if (parent == null || !Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(parent)) {
            return files.filter(
                            file -> Files.isRegularFile(file) && file.toString().endsWith(ending))
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .limit(20)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
