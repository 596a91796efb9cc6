package dev.dormouse.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Tells whether files changed since it was last asked. Looks at sizes and modification times, which also works where
 * the system sends no notices (mounted and network folders); hidden files are left out.
 */
public final class Watch {
    private static final int DEPTH = 8;

    private final Path root;
    private Map<Path, State> last;

    /** @param root a file, or a folder with all that is in it */
    public Watch(Path root) {
        this.root = root;
        this.last = look();
    }

    /** Whether something is there, gone or different since the last call. */
    public boolean hasChanged() {
        Map<Path, State> now = look();
        boolean changed = !now.equals(last);
        last = now;
        return changed;
    }

    private Map<Path, State> look() {
        Map<Path, State> states = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root, DEPTH)) {
            files.filter(this::isVisible).forEach(file -> state(file, states));
        } catch (IOException | UncheckedIOException e) {
            states.put(root, new State(-1, -1)); // gone for the moment: an editor replaces files
        }
        return states;
    }

    private boolean isVisible(Path file) {
        for (Path part : root.relativize(file)) {
            if (part.toString().startsWith(".") || part.toString().endsWith("~")) {
                return false;
            }
        }
        return true;
    }

    private static void state(Path file, Map<Path, State> states) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isRegularFile()) {
                states.put(
                        file,
                        new State(
                                attributes.size(), attributes.lastModifiedTime().toMillis()));
            }
        } catch (IOException e) {
            states.put(file, new State(-1, -1));
        }
    }

    private record State(long size, long modifiedMillis) {}
}
