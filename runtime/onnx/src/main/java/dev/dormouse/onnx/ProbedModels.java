package dev.dormouse.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * Remembers by an empty file which models another process loaded before: such a process costs more than the rest of a
 * small compilation, so it is paid once for a model, device and version of ONNX Runtime.
 */
final class ProbedModels {
    private final Path folder;
    private final Consumer<Path> probe;

    /**
     * @param folder for this device and version; made when it is needed
     * @param probe throws when the model ends the other process
     */
    ProbedModels(Path folder, Consumer<Path> probe) {
        this.folder = folder;
        this.probe = probe;
    }

    static ProbedModels of(Device device) {
        String version = OrtSessions.environment().getVersion();
        return new ProbedModels(
                cache().resolve("probed/onnxruntime-" + version + "-"
                        + device.name().replace(':', '-')),
                model -> ProbeProcess.load(model, device));
    }

    void require(Path model) {
        try {
            Path good = folder.resolve(digest(model));
            if (Files.notExists(good)) {
                probe.accept(model);
                remember(good);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remember(Path good) {
        try {
            Files.createDirectories(good.getParent());
            Files.write(good, new byte[0]);
        } catch (IOException e) {
            // a cache that cannot be written costs time, nothing else
        }
    }

    private static String digest(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where Dormouse keeps what it fetches. */
    private static Path cache() {
        String own = System.getenv("DORMOUSE_CACHE");
        if (own != null && !own.isBlank()) {
            return Path.of(own).toAbsolutePath();
        }
        String caches = System.getenv("XDG_CACHE_HOME");
        Path base = caches != null && !caches.isBlank()
                ? Path.of(caches)
                : Path.of(System.getProperty("user.home", "."), ".cache");
        return base.resolve("dormouse").toAbsolutePath();
    }
}
