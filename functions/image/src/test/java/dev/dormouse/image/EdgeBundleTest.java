package dev.dormouse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeBundleTest {
    private static final Platform PLATFORM = new Platform("linux", "amd64");

    @TempDir
    private Path folder;

    private Path good = Path.of("");
    private Shipment image = new Shipment(List.of(), null, null);

    @BeforeEach
    void write() throws IOException {
        image = SmallImages.of(folder.resolve("image"), "one", "two").shipment();
        EdgeFunction function = new EdgeFunction("wine", "dev.local/wine:1.0", image.digest());
        good = folder.resolve("good.tar");
        EdgeArchive.write(
                good,
                PLATFORM,
                List.of(new EdgeArchive.Function(function, image, "image: " + function.reference() + "\n")));
    }

    @Test
    void isReadAsItWasWritten() throws Exception {
        try (EdgeBundle bundle = EdgeBundle.open(good)) {
            assertThat(bundle.platform()).isEqualTo(PLATFORM);
            EdgeFunction function = bundle.functions().get(0);
            assertThat(function.reference()).isEqualTo("dev.local/wine@" + image.digest());
            assertThat(bundle.yaml(function, "registry.example/wine@" + image.digest()))
                    .isEqualTo("image: registry.example/wine@" + image.digest() + "\n");
            assertThat(bundle.shipment(function).digest()).isEqualTo(image.digest());
        }
    }

    @Test
    void aLayerThatTwoShareIsThereOnce() throws Exception {
        EdgeFunction second = new EdgeFunction("other", "dev.local/other:1.0", image.digest());
        Path both = folder.resolve("both.tar");
        EdgeFunction first = new EdgeFunction("wine", "dev.local/wine:1.0", image.digest());
        EdgeArchive.write(
                both,
                PLATFORM,
                List.of(new EdgeArchive.Function(first, image, "a"), new EdgeArchive.Function(second, image, "b")));
        try (EdgeBundle bundle = EdgeBundle.open(both)) {
            assertThat(bundle.functions()).containsExactly(first, second);
        }
    }

    @Test
    void aChangedLayerIsRefused() throws Exception {
        refused(changed(EdgeArchive.BLOBS, bytes -> flipped(bytes)), "is not what its digest says");
    }

    @Test
    void changedResourcesAreRefused() throws Exception {
        refused(
                changed("dormouse/wine.yaml", bytes -> "image: evil".getBytes(StandardCharsets.UTF_8)),
                "wine.yaml is not");
    }

    @Test
    void anotherFormatIsRefused() throws Exception {
        refused(
                changed(
                        EdgeArchive.LIST,
                        bytes -> new String(bytes, StandardCharsets.UTF_8)
                                .replace("\"format\" : 1", "\"format\" : 2")
                                .getBytes(StandardCharsets.UTF_8)),
                "format 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "/etc/passwd", "dormouse/../../evil", "blobs/sha256/short", "run.sh"})
    void aNameThatBundleDoesNotWriteIsRefused(String name) throws Exception {
        refused(withExtra(name, TarConstants.LF_NORMAL), "does not write");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "docker.io/library/nginx:latest",
                "registry.k8s.io/pause:3.9",
                "dev.local/wine",
                "dev.local/../wine:1",
                "dev.local/wine:",
                "dev.local/wine:-1"
            })
    void aTagThatBundleDoesNotGiveIsRefused(String tag) throws Exception {
        refused(
                changed(EdgeArchive.LIST, bytes -> replaced(bytes, "dev.local/wine:1.0", tag)),
                "is no function of a bundle");
    }

    /** It is what containerd goes by. */
    @Test
    void anIndexWithAnotherNameIsRefused() throws Exception {
        refused(
                changed(EdgeArchive.INDEX, bytes -> replaced(bytes, "dev.local/wine:1.0", "registry.k8s.io/pause:3.9")),
                "names other images than its functions");
    }

    private static byte[] replaced(byte[] bytes, String old, String other) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        assertThat(text).contains(old);
        return text.replace(old, other).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aLinkIsRefused() throws Exception {
        refused(withExtra("dormouse/link", TarConstants.LF_SYMLINK), "does not write");
    }

    @Test
    void oneThatIsCutShortIsRefused() throws Exception {
        byte[] bytes = Files.readAllBytes(good);
        for (int length : new int[] {0, 100, 700, bytes.length / 2}) {
            Path cut = Files.write(folder.resolve("cut.tar"), java.util.Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> EdgeBundle.open(cut))
                    .isInstanceOfSatisfying(
                            ImageException.class, e -> assertThat(e.reason()).isEqualTo(ImageException.Reason.DAMAGED));
        }
    }

    private static void refused(Path file, String why) {
        assertThatThrownBy(() -> EdgeBundle.open(file))
                .hasMessageContaining(why)
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.reason()).isEqualTo(ImageException.Reason.DAMAGED));
    }

    private static byte[] flipped(byte[] bytes) {
        byte[] other = bytes.clone();
        other[other.length / 2] ^= 1;
        return other;
    }

    /** The good file with the first entry of that name changed. */
    private Path changed(String start, UnaryOperator<byte[]> change) throws IOException {
        return copy(start, change, tar -> {});
    }

    private Path withExtra(String name, byte type) throws IOException {
        return copy("nothing", bytes -> bytes, tar -> {
            TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        });
    }

    private interface More {
        void into(TarArchiveOutputStream tar) throws IOException;
    }

    private Path copy(String start, UnaryOperator<byte[]> change, More more) throws IOException {
        Path copy = folder.resolve("bad.tar");
        boolean done = false;
        try (TarFile in = new TarFile(good.toFile());
                OutputStream file = Files.newOutputStream(copy);
                TarArchiveOutputStream out = new TarArchiveOutputStream(file)) {
            for (TarArchiveEntry entry : in.getEntries()) {
                byte[] bytes = in.getInputStream(entry).readAllBytes();
                if (!done && entry.getName().startsWith(start)) {
                    bytes = change.apply(bytes);
                    done = true;
                }
                TarArchiveEntry written = new TarArchiveEntry(entry.getName());
                written.setSize(bytes.length);
                out.putArchiveEntry(written);
                out.write(bytes);
                out.closeArchiveEntry();
            }
            more.into(out);
        }
        return copy;
    }
}
