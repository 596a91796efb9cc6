package dev.dormouse.compiler.source;

import java.nio.file.Path;
import java.util.List;

/** A manifest's text and where it came from. */
public record SourceFile(Path path, String text) {
    /** The folder that relative sources in the manifest are relative to. */
    public Path folder() {
        Path parent = path.toAbsolutePath().getParent();
        return parent == null ? path.toAbsolutePath() : parent;
    }

    /** The line with this number, counted from 1, without its line break; empty beyond the end. */
    public String line(int number) {
        List<String> lines = text.lines().toList();
        return number <= lines.size() ? lines.get(number - 1) : "";
    }
}
