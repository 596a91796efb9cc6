package dev.dormouse.compiler.resolve;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A folder as one file with one digest: a zip whose bytes follow from the names and contents of the files alone. They
 * stand sorted, stored and with one fixed time.
 */
final class FolderZip {
    private static final int MOST_FILES = 10_000;
    /** The earliest time that a zip can say. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Map<String, Path> files;

    private FolderZip(Map<String, Path> files) {
        this.files = files;
    }

    /**
     * Lists the files of a folder.
     *
     * @throws Refused if it holds a link or something else that is no file, or far too many files
     */
    static FolderZip of(Path folder) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws Refused {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (!attributes.isRegularFile()) {
                    throw new Refused("holds '" + name + "', which is a link or no file at all");
                }
                files.put(name, file);
                if (files.size() > MOST_FILES) {
                    throw new Refused("holds more than " + MOST_FILES + " files");
                }
                return FileVisitResult.CONTINUE;
            }
        });
        if (files.isEmpty()) {
            throw new Refused("is an empty folder");
        }
        return new FolderZip(files);
    }

    /** The folder is nothing that can be taken as one file; the message is the end of a sentence about it. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    void write(OutputStream to) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(to)) {
            for (Map.Entry<String, Path> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setTimeLocal(TIME);
                measure(file.getValue(), entry);
                zip.putNextEntry(entry);
                Files.copy(file.getValue(), zip);
                zip.closeEntry();
            }
        }
    }

    /** A stored entry begins with its size and checksum. */
    private static void measure(Path file, ZipEntry entry) throws IOException {
        CRC32 crc = new CRC32();
        long size = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                crc.update(buffer, 0, read);
                size += read;
            }
        }
        entry.setSize(size);
        entry.setCrc(crc.getValue());
    }
}
