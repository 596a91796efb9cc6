package dev.dormouse.image;

import com.google.cloud.tools.jib.cache.CachedLayer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Unpacks a layer of a base image over what lower layers left, to run its Java for the training; modification times are
 * kept. Nothing in a layer reaches out of the folder: no name, no link, no removal.
 */
final class LayerFiles {
    /** A file of that name removes one of a lower layer, as the OCI image specification has it. */
    private static final String REMOVED = ".wh.";
    /** This one removes all that lower layers put into its folder. */
    private static final String ALL_REMOVED = ".wh..wh..opq";

    private final Path root;
    private final Set<Path> unpacked = new HashSet<>();

    private LayerFiles(Path root) {
        this.root = root;
    }

    /**
     * Unpacks a compressed layer.
     *
     * @throws ImageException if a name leads out of the folder
     */
    static void unpack(CachedLayer layer, Path root) throws IOException {
        Path file = Files.createTempFile("dormouse-layer", ".tar.gz");
        try {
            try (OutputStream out = Files.newOutputStream(file)) {
                layer.getBlob().writeTo(out);
            }
            try (InputStream in = Files.newInputStream(file)) {
                unpack(new GZIPInputStream(in, 1 << 16), root);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** The same of the tar in a layer. */
    static void unpack(InputStream layer, Path root) throws IOException {
        LayerFiles files = new LayerFiles(root);
        try (TarArchiveInputStream tar = new TarArchiveInputStream(layer)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                files.unpack(tar, entry);
            }
        }
    }

    private void unpack(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
        Path target = inside(entry.getName());
        String name = String.valueOf(target.getFileName());
        if (entry.isDirectory()) {
            directory(target);
            return;
        }
        if (target.equals(root)) {
            throw damaged(entry.getName());
        }
        Files.createDirectories(target.resolveSibling("."));
        if (name.startsWith(REMOVED)) {
            remove(target, name, entry.getName());
            return;
        }
        Workshop.remove(target);
        unpacked.add(target);
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, linkTarget(target, entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(target, inside(entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.copy(tar, target);
            if ((entry.getMode() & 0100) != 0) {
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            Files.setLastModifiedTime(
                    target, FileTime.from(entry.getLastModifiedTime().toInstant()));
        }
    }

    /** A folder takes the place of a file or a link, and adds to a folder. */
    private void directory(Path target) throws IOException {
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            Workshop.remove(target);
        }
        Files.createDirectories(target);
        unpacked.add(target);
    }

    private void remove(Path whiteout, String name, String told) throws IOException {
        String gone = name.substring(REMOVED.length());
        if (name.equals(ALL_REMOVED)) {
            clear(whiteout.resolveSibling(".").normalize());
        } else if (gone.isEmpty() || gone.equals(".") || gone.equals("..")) {
            throw damaged(told);
        } else {
            Workshop.remove(whiteout.resolveSibling(gone));
        }
    }

    /** Removes what lower layers put into a folder. */
    private void clear(Path folder) throws IOException {
        List<Path> below = Workshop.below(folder).stream()
                .filter(path -> !path.equals(folder))
                .sorted(Comparator.reverseOrder())
                .toList();
        for (Path path : below) {
            if (unpacked.stream().noneMatch(kept -> kept.startsWith(path))) {
                Files.delete(path);
            }
        }
    }

    /**
     * A link that leads out of the folder, or begins at its root, leads to where it would lead in a container: there is
     * nothing above the root.
     */
    private Path linkTarget(Path link, String target) {
        Path folder = link.resolveSibling(".").normalize();
        Path place = target.startsWith("/") ? root : folder;
        boolean asItIs = !target.startsWith("/");
        for (Path part : Path.of(target.replaceFirst("^/+", ""))) {
            boolean up = part.toString().equals("..");
            if (up && place.equals(root)) {
                asItIs = false;
            } else {
                place = place.resolve(part).normalize();
            }
        }
        return asItIs ? Path.of(target) : folder.relativize(place);
    }

    /** The place of a name below the folder; a name that leads out of it, also by a link, is refused. */
    private Path inside(String name) throws IOException {
        Path target = root.resolve(name.replaceFirst("^(\\./|/)+", "")).normalize();
        if (target.equals(root)) {
            return root;
        }
        if (!target.startsWith(root)) {
            throw damaged(name);
        }
        Path parent = target.getParent();
        while (parent != null && !Files.exists(parent)) {
            parent = parent.getParent();
        }
        if (parent != null && !isWithin(parent, root)) {
            throw damaged(name);
        }
        return target;
    }

    /** Whether a path that exists is below a folder when all links are followed. */
    static boolean isWithin(Path path, Path root) throws IOException {
        return path.toRealPath().startsWith(root.toRealPath());
    }

    private static ImageException damaged(String name) {
        return new ImageException(ImageException.Reason.DAMAGED, "a name in a layer leads out of it: " + name);
    }
}
