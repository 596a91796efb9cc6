package dev.dormouse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemBaseTest {
    private static final Platform PLATFORM = new Platform("linux", "amd64");

    @TempDir
    private Path folder;

    private Path root = Path.of("");

    @BeforeEach
    void system() throws IOException {
        root = folder.resolve("root");
        write("lib64/ld-linux-x86-64.so.2", "loader");
        for (String library :
                List.of("libc.so.6", "libgcc_s.so.1", "libm.so.6", "libresolv.so.2", "libstdc++.so.6", "libz.so.1")) {
            write("lib/x86_64-linux-gnu/" + library, library);
        }
        write("etc/os-release", "ID=first\n");
        write("etc/ssl/certs/ca-certificates.crt", "certificates");
    }

    @Test
    void librariesThatGlibcHasMergedMayBeMissing() throws IOException {
        assertThat(paths()).contains("/lib/x86_64-linux-gnu/libstdc++.so.6", "/etc/machine-id");
        write("lib/x86_64-linux-gnu/libdl.so.2", "old");
        assertThat(paths()).contains("/lib/x86_64-linux-gnu/libdl.so.2");
    }

    @Test
    void anotherMissingLibraryIsToldHereAndNotByTheCluster() throws IOException {
        Files.delete(root.resolve("lib/x86_64-linux-gnu/libstdc++.so.6"));
        assertThatThrownBy(this::paths)
                .hasMessageContaining("no libstdc++.so.6 for linux/amd64")
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.reason()).isEqualTo(ImageException.Reason.BASE));
    }

    @Test
    void whatTheSystemGetsByAnUpdateComesIntoTheNextImage() throws IOException {
        assertThat(content("/etc/os-release")).isEqualTo("ID=first\n");
        write("etc/os-release", "ID=other\n");
        assertThat(content("/etc/os-release")).isEqualTo("ID=other\n");
    }

    private List<String> paths() throws IOException {
        return layer().files().stream().map(ImageLayer.LayerFile::path).toList();
    }

    private String content(String path) throws IOException {
        for (ImageLayer.LayerFile file : layer().files()) {
            if (file.path().equals(path)) {
                return Files.readString(file.source());
            }
        }
        throw new IOException(path + " is not in the layer");
    }

    private ImageLayer layer() throws IOException {
        return new SystemBase(root).layer(PLATFORM, folder.resolve("workshop"));
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
