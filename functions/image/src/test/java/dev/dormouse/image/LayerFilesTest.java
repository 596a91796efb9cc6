package dev.dormouse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers of a base, well meant and otherwise; beside the folder lies a file that none may touch. */
class LayerFilesTest {
    @TempDir
    private Path folder;

    private Path root = Path.of("");

    @BeforeEach
    void lowerLayer() throws IOException {
        root = Files.createDirectories(folder.resolve("base"));
        Files.createDirectories(folder.resolve("other"));
        Files.writeString(folder.resolve("other/precious"), "kept");
        unpack(layer -> {
            layer.file("etc/old", "old");
            layer.file("etc/sub/older", "older");
            layer.file("usr/file", "x");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {".wh...", ".wh.", ".wh..", "etc/.wh...", "etc/.wh.", "../.wh.other", "etc/../../.wh.other"})
    void aRemovalThatLeadsOutIsRefused(String name) {
        refused(layer -> layer.file(name, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/../x", "etc/../../x", "./../other/precious", "."})
    void aNameThatLeadsOutIsRefused(String name) {
        refused(layer -> layer.file(name, "evil"));
    }

    @Test
    void aRemovalRemovesOneFileOrFolder() throws IOException {
        unpack(layer -> {
            layer.file("etc/.wh.sub", "");
            layer.file("usr/.wh.file", "");
        });
        assertThat(root.resolve("etc/old")).exists();
        assertThat(root.resolve("etc/sub")).doesNotExist();
        assertThat(root.resolve("usr")).isEmptyDirectory();
    }

    @Test
    void anOpaqueFolderKeepsWhatItsOwnLayerHolds() throws IOException {
        unpack(layer -> {
            layer.file("etc/sub/before", "new");
            layer.file("etc/.wh..wh..opq", "");
            layer.file("etc/after", "new");
        });
        assertThat(root.resolve("etc/old")).doesNotExist();
        assertThat(root.resolve("etc/sub/older")).doesNotExist();
        assertThat(root.resolve("etc/sub/before")).hasContent("new");
        assertThat(root.resolve("etc/after")).hasContent("new");
        assertThat(root.resolve("usr/file")).exists();
    }

    @Test
    void fileAndFolderTakeEachOthersPlace() throws IOException {
        unpack(layer -> {
            layer.file("etc", "now a file");
            layer.folder("usr/file/");
        });
        assertThat(root.resolve("etc")).hasContent("now a file");
        assertThat(root.resolve("usr/file")).isDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "etc/link, /etc/old, old",
        "etc/link, old, old",
        "etc/sub/link, ../old, old",
        "link, /../../etc/old, old",
        "etc/link, ../../../etc/old, old",
        "etc/link, ../../base/etc/old, ''"
    })
    void aLinkLeadsToWhereItWouldInAContainer(String name, String target, String content) throws IOException {
        unpack(layer -> layer.link(name, TarConstants.LF_SYMLINK, target));
        Path link = root.resolve(name);
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(Files.exists(link) ? Files.readString(link) : "").isEqualTo(content);
        assertThat(link.resolveSibling(Files.readSymbolicLink(link)).normalize())
                .startsWithRaw(root);
    }

    @Test
    void nothingIsWrittenThroughLinksThatTogetherLeadOut() {
        refused(layer -> {
            layer.link("here", TarConstants.LF_SYMLINK, ".");
            layer.link("out", TarConstants.LF_SYMLINK, "here/../other");
            layer.file("out/precious", "evil");
        });
    }

    @Test
    void aHardLinkThatLeadsOutIsRefused() {
        refused(layer -> layer.link("link", TarConstants.LF_LINK, "../other/precious"));
    }

    private void refused(Consumer<Tar> content) {
        assertThatThrownBy(() -> unpack(content))
                .hasMessageContaining("leads out of it")
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.reason()).isEqualTo(ImageException.Reason.DAMAGED));
        assertThat(folder.resolve("other/precious")).hasContent("kept");
        assertThat(root.resolve("etc/old")).hasContent("old");
    }

    private void unpack(Consumer<Tar> content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
            content.accept(new Tar(out));
        }
        LayerFiles.unpack(new ByteArrayInputStream(bytes.toByteArray()), root);
    }

    /** A layer being written; names are taken as they are. */
    private record Tar(TarArchiveOutputStream out) {
        void file(String name, String content) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL, true);
            entry.setSize(bytes.length);
            put(entry, bytes);
        }

        void folder(String name) {
            put(new TarArchiveEntry(name, TarConstants.LF_DIR, true), new byte[0]);
        }

        void link(String name, byte type, String target) {
            TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
            entry.setLinkName(target);
            put(entry, new byte[0]);
        }

        private void put(TarArchiveEntry entry, byte[] bytes) {
            try {
                out.putArchiveEntry(entry);
                out.write(bytes);
                out.closeArchiveEntry();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
