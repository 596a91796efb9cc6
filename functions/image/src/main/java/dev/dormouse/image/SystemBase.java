package dev.dormouse.image;

import dev.dormouse.engine.Digests;
import dev.dormouse.image.ImageLayer.LayerFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The lowest layer, put together from this machine's own glibc: the libraries that the JVM and the engines link to, and
 * the few files in {@code /etc} without which ONNX Runtime crashes or a library stumbles.
 */
final class SystemBase {
    private static final List<String> LIBRARIES =
            List.of("libc.so.6", "libgcc_s.so.1", "libm.so.6", "libresolv.so.2", "libstdc++.so.6", "libz.so.1");
    /** What glibc has had in its main library since 2.34; a system may have them as files all the same. */
    private static final List<String> MERGED =
            List.of("libdl.so.2", "libnss_dns.so.2", "libnss_files.so.2", "libpthread.so.0", "librt.so.1");

    private static final List<String> CERTIFICATES =
            List.of("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem");
    private static final Map<String, String> FILES = new TreeMap<>(Map.of(
            "/etc/passwd",
            "root:x:0:0:root:/root:/sbin/nologin\ndormouse:x:65532:65532:dormouse:/:/sbin/nologin\n",
            "/etc/group",
            "root:x:0:\ndormouse:x:65532:\n",
            "/etc/nsswitch.conf",
            "hosts: files dns\n",
            "/etc/machine-id",
            "d0ad0ad0ad0ad0ad0ad0ad0ad0ad0ad0\n"));

    private final Path root;

    /** @param root the folder of the system's files, {@code /} but in tests */
    SystemBase(Path root) {
        this.root = root;
    }

    /**
     * The layer; the files that no system has are written below a folder, a new one when they change.
     *
     * @throws ImageException if this machine has no glibc of that platform, or lacks a library
     */
    ImageLayer layer(Platform platform, Path workshop) throws IOException {
        List<LayerFile> files = new ArrayList<>();
        Map<String, byte[]> contents = contents();
        Path written = new Workshop(workshop).get("base-files-" + digest(contents), work -> write(contents, work));
        files.addAll(ImageLayer.tree(written, ""));
        files.add(new LayerFile(written, "/tmp", 0777));
        Path loader = systemFile(loaderPath(platform))
                .orElseThrow(() -> new ImageException(
                        ImageException.Reason.BASE,
                        "this machine has no glibc for " + platform + " to make a base of"));
        files.add(new LayerFile(loader, loaderPath(platform), 0755));
        for (String library : LIBRARIES) {
            files.add(library(library, platform)
                    .orElseThrow(() -> new ImageException(
                            ImageException.Reason.BASE,
                            "this machine has no " + library + " for " + platform + ", which functions link to")));
        }
        for (String library : MERGED) {
            library(library, platform).ifPresent(files::add);
        }
        return new ImageLayer("base system", files);
    }

    /** The distribution's packages that the layer's files come from; none where dpkg does not know them. */
    List<SystemPackage> packages(ImageLayer layer) throws IOException {
        List<String> paths = layer.files().stream()
                .map(LayerFile::path)
                .filter(path -> path.startsWith("/lib"))
                .toList();
        return SystemPackage.of(paths, distribution());
    }

    private String distribution() throws IOException {
        Optional<Path> release = systemFile("/etc/os-release");
        return SystemPackage.distribution(release.isEmpty() ? "" : Files.readString(release.get()));
    }

    private static String loaderPath(Platform platform) {
        return platform.architecture().equals("arm64") ? "/lib/ld-linux-aarch64.so.1" : "/lib64/ld-linux-x86-64.so.2";
    }

    private Optional<LayerFile> library(String name, Platform platform) {
        String triplet = platform.machine() + "-linux-gnu";
        for (String folder : List.of("/lib/" + triplet, "/usr/lib/" + triplet, "/lib64", "/usr/lib64")) {
            Optional<Path> file = systemFile(folder + "/" + name);
            if (file.isPresent()) {
                return Optional.of(new LayerFile(file.get(), folder + "/" + name, 0755));
            }
        }
        return Optional.empty();
    }

    /** The file that a path leads to, links followed. */
    private Optional<Path> systemFile(String path) {
        Path file = root.resolve(path.substring(1));
        try {
            return Files.isRegularFile(file) ? Optional.of(file.toRealPath()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The files of the layer that are no libraries, by their paths in it. */
    private Map<String, byte[]> contents() throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        FILES.forEach((path, text) -> contents.put(path, text.getBytes(StandardCharsets.UTF_8)));
        Optional<Path> release = systemFile("/etc/os-release");
        contents.put(
                "/etc/os-release",
                release.isPresent()
                        ? Files.readAllBytes(release.get())
                        : "ID=linux\nNAME=Linux\n".getBytes(StandardCharsets.UTF_8));
        for (String bundle : CERTIFICATES) {
            Optional<Path> certificates = systemFile(bundle);
            if (certificates.isPresent()) {
                contents.put("/etc/ssl/certs/ca-certificates.crt", Files.readAllBytes(certificates.get()));
                return contents;
            }
        }
        throw new ImageException(
                ImageException.Reason.BASE, "this machine has no bundle of CA certificates, which ONNX Runtime needs");
    }

    private static String digest(Map<String, byte[]> contents) {
        StringBuilder text = new StringBuilder();
        contents.forEach((path, bytes) ->
                text.append(path).append(' ').append(Digests.sha256(bytes)).append('\n'));
        return Digests.sha256(text.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 12);
    }

    private static void write(Map<String, byte[]> contents, Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : contents.entrySet()) {
            Path target = folder.resolve(file.getKey().substring(1));
            Files.createDirectories(target.resolveSibling("."));
            Files.write(target, file.getValue());
        }
    }
}
