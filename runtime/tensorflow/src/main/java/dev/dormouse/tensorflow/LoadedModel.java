package dev.dormouse.tensorflow;

import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFInvalidArgumentException;

/**
 * A SavedModel in TensorFlow. A zip is unpacked beside the temporary files; its weights go as soon as they are loaded,
 * the rest, which a graph may still read, when it is closed.
 */
final class LoadedModel implements AutoCloseable {
    /** An image has a big model unpacked in a folder beside its zip. */
    private static final String BESIDE = ".unpacked";

    private final SavedModelBundle bundle;
    private final Unpacked unpacked;

    private LoadedModel(SavedModelBundle bundle, Unpacked unpacked) {
        this.bundle = bundle;
        this.unpacked = unpacked;
    }

    /**
     * Loads a folder or a zip.
     *
     * @throws ArtifactException if TensorFlow refuses it
     */
    static LoadedModel load(Path model) throws IOException {
        SavedModelFiles files = SavedModelFiles.of(model);
        Natives.load();
        Unpacked unpacked = unpacked(files);
        try {
            if (unpacked.own()) {
                files.unpack(unpacked.folder());
            }
            SavedModelBundle bundle = load(unpacked.folder(), files.name());
            unpacked.delete(unpacked.folder().resolve("variables"));
            return new LoadedModel(bundle, unpacked);
        } catch (IOException | RuntimeException | Error e) {
            unpacked.close();
            throw e;
        }
    }

    private static Unpacked unpacked(SavedModelFiles files) throws IOException {
        if (files instanceof SavedModelFiles.Zip zip) {
            Path beside = zip.path().resolveSibling(zip.path().getFileName() + BESIDE);
            return Files.isDirectory(beside)
                    ? new Unpacked(beside.resolve(zip.prefix()), false)
                    : new Unpacked(Files.createTempDirectory("dormouse-savedmodel"), true);
        }
        return new Unpacked(((SavedModelFiles.Folder) files).path(), false);
    }

    private static SavedModelBundle load(Path folder, String name) {
        try {
            return SavedModelBundle.loader(folder.toString())
                    .withTags(ModelRules.TAG)
                    .load();
        } catch (RuntimeException e) {
            ArtifactException refused = new ArtifactException(
                    e instanceof TFInvalidArgumentException ? Reason.UNREADABLE : Reason.UNSUPPORTED,
                    "TensorFlow cannot load " + name + ": "
                            + Messages.shortened(e).replace(folder.toString(), name),
                    "try tf.saved_model.load on it in Python, or export it once more");
            refused.initCause(e);
            throw refused;
        }
    }

    Session session() {
        return bundle.session();
    }

    @Override
    public void close() {
        bundle.close();
        unpacked.close();
    }

    /** @param own whether the folder is a temporary one of ours */
    private record Unpacked(Path folder, boolean own) implements AutoCloseable {
        void delete(Path what) throws IOException {
            if (!own || !Files.exists(what)) {
                return;
            }
            Files.walkFileTree(what, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        }

        @Override
        public void close() {
            try {
                delete(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
