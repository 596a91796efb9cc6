package dev.dormouse.compiler.emit;

import dev.dormouse.compiler.Compilation;
import dev.dormouse.compiler.resolve.Lock;
import dev.dormouse.engine.Bundle;
import dev.dormouse.plan.PlanJson;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** Writes a bundle: beside its place first, then moved there, so that a bundle is whole or not there. */
public final class BundleWriter {
    private static final int TRIES = 10;

    private BundleWriter() {}

    /**
     * Writes the bundle, replacing one that is there.
     *
     * @throws FileAlreadyExistsException if the folder holds something that is not a bundle
     * @throws IOException if the disk does not take it
     */
    public static void write(Compilation.Compiled compiled, Path folder) throws IOException {
        Path target = folder.toAbsolutePath().normalize();
        requireReplaceable(target);
        Path parent = Objects.requireNonNull(target.getParent(), "an empty root folder");
        Files.createDirectories(parent);
        Path part = Files.createDirectory(hidden(parent)); // with the rights of any new folder: others may serve it
        try {
            fill(compiled, part);
            replace(target, part);
        } finally {
            delete(part);
        }
    }

    private static void requireReplaceable(Path target) throws IOException {
        for (Path above = target; above != null; above = above.getParent()) {
            if (Files.exists(above) && !Files.isDirectory(above)) {
                throw new FileAlreadyExistsException(
                        above + " is a file, where a folder is needed; choose another folder");
            }
        }
        if (Files.exists(target) && !Bundle.isBundle(target) && !isEmpty(target)) {
            throw new FileAlreadyExistsException(
                    target + " is not empty and no function bundle; choose another folder");
        }
    }

    private static Path hidden(Path parent) {
        return parent.resolve(".bundle-" + UUID.randomUUID());
    }

    /** The old bundle steps aside in one move. Who writes to the same place meanwhile is replaced, too. */
    private static void replace(Path target, Path part) throws IOException {
        for (int tries = 1; true; tries++) {
            Path old = hidden(Objects.requireNonNull(target.getParent()));
            try {
                Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
            } catch (NoSuchFileException e) {
                old = target; // nothing to replace
            }
            try {
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (FileSystemException e) {
                if (tries == TRIES) {
                    throw e;
                }
            } finally {
                if (!old.equals(target)) {
                    delete(old);
                }
            }
        }
    }

    private static void fill(Compilation.Compiled compiled, Path folder) throws IOException {
        Path artifacts = Files.createDirectories(folder.resolve(Bundle.ARTIFACTS));
        for (Map.Entry<String, Path> file : compiled.files().entrySet()) {
            Files.copy(file.getValue(), artifacts.resolve(file.getKey()), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.write(folder.resolve(Bundle.LOCK_FILE), Lock.write(compiled.sources()));
        Files.write(folder.resolve(Bundle.PLAN_FILE), PlanJson.write(compiled.plan()));
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }
}
