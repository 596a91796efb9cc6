package dev.dormouse.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of things that are expensive to make and never change once made. Each is made in a folder of its own and
 * then renamed, so that a half-made one is never seen; two processes make it once.
 */
final class Workshop {
    /** The modification time of every file in an image; start-up archives record it. */
    static final Instant TIME = Instant.ofEpochSecond(1);

    private final Path folder;

    Workshop(Path folder) {
        this.folder = folder;
    }

    /** Fills an empty folder. */
    @FunctionalInterface
    interface Making {
        void into(Path folder) throws IOException;
    }

    /** The folder of that name, made now if it is not there; all its files get the images' time. */
    Path get(String name, Making making) throws IOException {
        return getWithTimes(name, work -> {
            making.into(work);
            settle(work);
        });
    }

    /** The same with the modification times as they were made. */
    Path getWithTimes(String name, Making making) throws IOException {
        Path made = folder.resolve(name);
        if (Files.isDirectory(made)) {
            return made;
        }
        Files.createDirectories(folder);
        Path lockFile = folder.resolve(name + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !Files.isDirectory(made)) {
                Path work = folder.resolve(name + ".work");
                remove(work);
                try {
                    making.into(Files.createDirectory(work));
                    Files.move(work, made);
                } finally {
                    remove(work);
                }
            }
        }
        return made;
    }

    /** Gives all files below a folder the images' time. */
    static void settle(Path folder) throws IOException {
        for (Path file : below(folder)) {
            if (!Files.isSymbolicLink(file)) {
                Files.setLastModifiedTime(file, FileTime.from(TIME));
            }
        }
    }

    /** The regular files below a folder, sorted. */
    static List<Path> files(Path folder) throws IOException {
        return below(folder).stream().filter(Files::isRegularFile).sorted().toList();
    }

    /** All files and folders below a folder and itself; links are not followed. */
    static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList();
        }
    }

    /** Removes a file, or a folder with all that is in it, if it is there; of a link only the link. */
    static void remove(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            for (Path file :
                    below(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
