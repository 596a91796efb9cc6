package dev.dormouse.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that is filled at once or not at all: what it gets is made beside it, then moved. */
final class NewFolder {
    private final Path folder;
    private final boolean there;

    private NewFolder(Path folder, boolean there) {
        this.folder = folder;
        this.there = there;
    }

    /**
     * One that is not there, or is empty.
     *
     * @throws CommandFailure for another
     */
    static NewFolder at(Path folder) throws IOException {
        boolean there = Files.exists(folder);
        if (there && (!Files.isDirectory(folder) || !isEmpty(folder))) {
            throw CommandFailure.unusable(folder + " is there and not an empty folder", "another name");
        }
        return new NewFolder(folder, there);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    /** Has it filled; when that fails nothing is left. */
    void make(Filling filling) throws IOException {
        Path own = folder.toAbsolutePath().normalize();
        Path parent = there || own.getParent() == null ? own : own.getParent();
        boolean madeParent = !Files.exists(parent);
        Files.createDirectories(parent);
        Path stage = Files.createDirectory(
                parent.resolve(".dormouse-new-" + ProcessHandle.current().pid()));
        try {
            filling.fill(stage);
            if (there) {
                for (Path file : list(stage)) {
                    Files.move(file, own.resolve(file.getFileName()));
                }
                Files.delete(stage);
            } else {
                Files.move(stage, own);
            }
        } catch (FileAlreadyExistsException e) {
            clear(stage, parent, madeParent);
            throw CommandFailure.unusable(folder + " was made by another call meanwhile", "another name");
        } catch (IOException | RuntimeException e) {
            clear(stage, parent, madeParent);
            throw e;
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** The folder above goes too if this call made it, unless another call has put something there. */
    private static void clear(Path stage, Path parent, boolean madeParent) throws IOException {
        delete(stage);
        if (madeParent && isEmpty(parent)) {
            Files.delete(parent);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    /** What it gets. */
    interface Filling {
        void fill(Path stage) throws IOException;
    }
}
