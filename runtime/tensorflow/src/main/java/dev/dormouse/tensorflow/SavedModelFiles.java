package dev.dormouse.tensorflow;

import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A SavedModel as it comes: a folder, or a zip whose files stand at its root or in its one folder. */
sealed interface SavedModelFiles {
    String GRAPH = "saved_model.pb";

    String VARIABLES = "variables/variables.index";

    /** For messages. */
    String name();

    /** The bytes of {@code saved_model.pb}. */
    byte[] graph();

    /** Whether the weights are there, or at least their table of contents. */
    boolean hasVariables();

    /** TensorFlow Java loads from a folder alone: writes the files there. */
    void unpack(Path into) throws IOException;

    /**
     * Looks at what there is; a zip's table of contents is checked as a whole.
     *
     * @throws ArtifactException if it cannot be a SavedModel
     */
    static SavedModelFiles of(Path model) {
        String name = String.valueOf(model.toAbsolutePath().normalize().getFileName());
        if (Files.isDirectory(model)) {
            return new Folder(name, model);
        }
        if (!Files.isRegularFile(model)) {
            throw new ArtifactException(
                    Reason.UNREADABLE,
                    name + " is not there",
                    "name the SavedModel's folder, or a zip of it, in source");
        }
        return Zip.read(name, model);
    }

    /** The file is not what it should be. */
    static ArtifactException unreadable(String name) {
        return new ArtifactException(
                Reason.UNREADABLE,
                name + " is not a SavedModel, or it is cut short",
                "copy it again, or export it once more: model.export(PATH) in Keras, tf.saved_model.save elsewhere");
    }

    private static byte[] read(String name, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(Integer.MAX_VALUE - 8);
        if (bytes.length == 0 || in.read() >= 0) {
            throw unreadable(name);
        }
        return bytes;
    }

    /** As TensorFlow writes it. */
    record Folder(String name, Path path) implements SavedModelFiles {
        @Override
        public byte[] graph() {
            Path file = path.resolve(GRAPH);
            if (!Files.isRegularFile(file)) {
                throw new ArtifactException(
                        Reason.UNREADABLE,
                        name + " holds no " + GRAPH,
                        "name the folder that has " + GRAPH + " and variables in it");
            }
            try (InputStream in = Files.newInputStream(file)) {
                return SavedModelFiles.read(name, in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean hasVariables() {
            return Files.isRegularFile(path.resolve(VARIABLES));
        }

        @Override
        public void unpack(Path into) {
            throw new IllegalStateException(name + " is a folder already");
        }
    }

    /** @param prefix of the names of all files, {@code ""} or {@code folder/} */
    record Zip(String name, Path path, String prefix) implements SavedModelFiles {
        private static final int MOST_FILES = 10_000;
        /** Weights shrink to a third at best; what shrinks to a hundredth was made to fill a disk. */
        private static final long MOST_TIMES = 100;

        private static final long ALWAYS_FINE = 64 << 20;

        static Zip read(String name, Path path) {
            try (ZipFile zip = new ZipFile(path.toFile())) {
                List<? extends ZipEntry> entries = Collections.list(zip.entries());
                check(name, entries, Files.size(path));
                String graph = entries.stream()
                        .map(ZipEntry::getName)
                        .filter(entry -> entry.equals(GRAPH) || entry.matches("[^/]+/" + GRAPH))
                        .min((one, other) -> Integer.compare(one.length(), other.length()))
                        .orElseThrow(() -> new ArtifactException(
                                Reason.UNREADABLE,
                                name + " holds no " + GRAPH,
                                "zip the SavedModel's folder: cd FOLDER && zip -r ../model.zip ."));
                return new Zip(name, path, graph.substring(0, graph.length() - GRAPH.length()));
            } catch (ZipException e) {
                throw unreadable(name);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void check(String name, List<? extends ZipEntry> entries, long zipped) {
            if (entries.size() > MOST_FILES) {
                throw refused(name, "holds " + entries.size() + " files; a SavedModel has far less than " + MOST_FILES);
            }
            Set<String> seen = new HashSet<>();
            long total = 0;
            for (ZipEntry entry : entries) {
                String path = entry.getName();
                if (!isInside(path)) {
                    throw refused(name, "holds '" + path + "', which would lie outside of its folder");
                }
                if (!seen.add(path)) {
                    throw refused(name, "holds '" + path + "' twice");
                }
                total = total + Math.max(0, entry.getSize());
            }
            if (total > limit(zipped)) {
                throw refused(
                        name,
                        "has %d MiB, but would unpack to %d MiB: no model shrinks like that"
                                .formatted(zipped >> 20, total >> 20));
            }
        }

        private static long limit(long zipped) {
            return Math.max(ALWAYS_FINE, zipped * MOST_TIMES);
        }

        private static boolean isInside(String path) {
            return !path.isEmpty()
                    && !path.startsWith("/")
                    && path.indexOf('\\') < 0
                    && path.indexOf(':') < 0
                    && path.chars().noneMatch(c -> c < ' ')
                    && List.of(path.split("/")).stream().noneMatch(part -> part.isEmpty() || part.matches("\\.\\.?"));
        }

        private static ArtifactException refused(String name, String why) {
            return new ArtifactException(
                    Reason.UNREADABLE, name + " " + why, "zip the folder that TensorFlow wrote, and nothing else");
        }

        @Override
        public byte[] graph() {
            try (ZipFile zip = new ZipFile(path.toFile());
                    InputStream in = zip.getInputStream(entry(zip, prefix + GRAPH))) {
                return SavedModelFiles.read(name, in);
            } catch (ZipException e) {
                throw unreadable(name);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean hasVariables() {
            try (ZipFile zip = new ZipFile(path.toFile())) {
                return zip.getEntry(prefix + VARIABLES) != null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private ZipEntry entry(ZipFile zip, String path) {
            ZipEntry entry = zip.getEntry(path);
            if (entry == null) {
                throw unreadable(name);
            }
            return entry;
        }

        @Override
        public void unpack(Path into) throws IOException {
            try (ZipFile zip = new ZipFile(path.toFile())) {
                long left = limit(Files.size(path));
                for (ZipEntry entry : Collections.list(zip.entries())) {
                    boolean wanted = !entry.isDirectory() && entry.getName().startsWith(prefix);
                    if (wanted) {
                        Path file = into.resolve(entry.getName().substring(prefix.length()));
                        Files.createDirectories(file.getParent());
                        try (InputStream in = zip.getInputStream(entry);
                                OutputStream out = Files.newOutputStream(file)) {
                            left -= copy(in, out, left);
                        }
                    }
                }
            } catch (ZipException e) {
                throw unreadable(name);
            }
        }

        /** Counts what really comes out: the table of contents may lie. */
        private long copy(InputStream in, OutputStream out, long most) throws IOException {
            byte[] buffer = new byte[1 << 16];
            long copied = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                copied += read;
                if (copied > most) {
                    throw refused(name, "unpacks to more than its table of contents says");
                }
                out.write(buffer, 0, read);
            }
            return copied;
        }
    }
}
