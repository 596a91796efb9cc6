package dev.dormouse.image;

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
    private static final List<String> LIBRARIES = List.of(
            "libc.so.6",
            "libdl.so.2",
            "libgcc_s.so.1",
            "libm.so.6",
            "libnss_dns.so.2",
            "libnss_files.so.2",
            "libpthread.so.0",
            "libresolv.so.2",
            "librt.so.1",
            "libstdc++.so.6",
            "libz.so.1");
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
     * The layer; the files that no system has are written below a folder.
     *
     * @throws ImageException if this machine has no glibc of that platform
     */
    ImageLayer layer(Platform platform, Path workshop) throws IOException {
        List<LayerFile> files = new ArrayList<>();
        Path written = new Workshop(workshop).get("base-files", this::write);
        files.addAll(ImageLayer.tree(written, ""));
        files.add(new LayerFile(written, "/tmp", 0777));
        Path loader = systemFile(loaderPath(platform))
                .orElseThrow(() -> new ImageException(
                        ImageException.Reason.BASE,
                        "this machine has no glibc for " + platform + " to make a base of"));
        files.add(new LayerFile(loader, loaderPath(platform), 0755));
        for (String library : LIBRARIES) {
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
        return release.isEmpty()
                ? "linux"
                : Files.readAllLines(release.get()).stream()
                        .filter(line -> line.startsWith("ID="))
                        .map(line -> line.substring("ID=".length()).replace("\"", ""))
                        .findFirst()
                        .orElse("linux");
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

    private void write(Path folder) throws IOException {
        Path etc = folder.resolve("etc");
        Files.createDirectories(etc.resolve("ssl/certs"));
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            Files.writeString(folder.resolve(file.getKey().substring(1)), file.getValue());
        }
        Optional<Path> release = systemFile("/etc/os-release");
        Files.write(
                etc.resolve("os-release"),
                release.isPresent()
                        ? Files.readAllBytes(release.get())
                        : "ID=linux\nNAME=Linux\n".getBytes(StandardCharsets.UTF_8));
        for (String bundle : CERTIFICATES) {
            Optional<Path> certificates = systemFile(bundle);
            if (certificates.isPresent()) {
                Files.copy(certificates.get(), etc.resolve("ssl/certs/ca-certificates.crt"));
                return;
            }
        }
        throw new ImageException(
                ImageException.Reason.BASE, "this machine has no bundle of CA certificates, which ONNX Runtime needs");
    }
}
