package dev.dormouse.image;

import com.google.cloud.tools.jib.cache.CachedLayer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Unpacks a layer of a base image, to run its Java for the training; modification times are kept. */
final class LayerFiles {
    private static final String REMOVED = ".wh.";

    private LayerFiles() {}

    /**
     * Unpacks over what lower layers left.
     *
     * @throws ImageException if a name leads out of the folder
     */
    static void unpack(CachedLayer layer, Path root) throws IOException {
        Path file = Files.createTempFile("dormouse-layer", ".tar.gz");
        try {
            try (OutputStream out = Files.newOutputStream(file)) {
                layer.getBlob().writeTo(out);
            }
            try (InputStream in = Files.newInputStream(file);
                    TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in, 1 << 16))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    unpack(tar, entry, root);
                }
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        Path target = inside(root, entry.getName());
        String name = String.valueOf(target.getFileName());
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.resolveSibling("."));
        if (name.startsWith(REMOVED)) {
            Workshop.remove(target.resolveSibling(name.substring(REMOVED.length())));
            return;
        }
        Files.deleteIfExists(target);
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, linkTarget(root, target, entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(target, inside(root, entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.copy(tar, target);
            if ((entry.getMode() & 0100) != 0) {
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            Files.setLastModifiedTime(
                    target, FileTime.from(entry.getLastModifiedTime().toInstant()));
        }
    }

    /** An absolute link leads to the same place below the folder, wherever that is moved. */
    private static Path linkTarget(Path root, Path link, String target) {
        Path folder = link.getParent();
        return target.startsWith("/") && folder != null
                ? folder.relativize(root.resolve(target.substring(1)))
                : Path.of(target);
    }

    /** The place of a name below a folder; a name that leads out of it, also by a link, is refused. */
    static Path inside(Path root, String name) throws IOException {
        Path target = root.resolve(name.replaceFirst("^(\\./|/)+", "")).normalize();
        if (target.equals(root)) {
            return root;
        }
        if (!target.startsWith(root)) {
            throw new ImageException(ImageException.Reason.DAMAGED, "a name in a layer leads out of it: " + name);
        }
        Path parent = target.getParent();
        while (parent != null && !Files.exists(parent)) {
            parent = parent.getParent();
        }
        if (parent != null && !parent.toRealPath().startsWith(root.toRealPath())) {
            throw new ImageException(ImageException.Reason.DAMAGED, "a name in a layer leads out of it: " + name);
        }
        return target;
    }
}
