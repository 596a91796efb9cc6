package dev.dormouse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerStoreTest {
    @TempDir
    private Path folder;

    @Test
    void anotherSizeIsAnotherLayerAlsoAtTheSameTime() throws Exception {
        String first = digest("short");
        assertThat(digest("much longer")).isNotEqualTo(first);
        assertThat(digest("short")).isEqualTo(first);
    }

    @Test
    void aLayerIsCompressedOnce() throws Exception {
        digest("short");
        try (Stream<Path> made = Files.walk(folder.resolve("layers/layers"))) {
            Path blob = made.filter(Files::isRegularFile).findFirst().orElseThrow();
            Files.setLastModifiedTime(blob, FileTime.fromMillis(1000));
            digest("short");
            assertThat(Files.getLastModifiedTime(blob).toMillis()).isEqualTo(1000);
        }
    }

    @Test
    void aDamagedKeyIsToldWithTheFile() throws Exception {
        digest("short");
        try (Stream<Path> keys = Files.list(folder.resolve("layers/made"))) {
            for (Path key : keys.toList()) {
                Files.writeString(key, "sha256:half");
                assertThatThrownBy(() -> digest("short")).hasMessageContaining(key + " is damaged");
            }
        }
    }

    private String digest(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), content);
        Files.setLastModifiedTime(file, FileTime.from(Workshop.TIME));
        ImageLayer layer = new ImageLayer("x", List.of(new ImageLayer.LayerFile(file, "/file", 0644)));
        return new LayerStore(folder.resolve("layers"))
                .store(layer)
                .descriptor()
                .getDigest()
                .toString();
    }
}
