package dev.dormouse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineFilesTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void anEngine() throws IOException {
        jar("library-1.jar", "Some.class");
        jar("library-natives-1-linux-x86_64.jar", "lib/linux-x86_64/libsome.so.2", "META-INF/MANIFEST.MF");
        jar("library-natives-1-macosx-arm64.jar", "lib/macosx-arm64/libsome.dylib");
    }

    private void jar(String name, String... entries) throws IOException {
        Path file = folder.resolve("engines/some").resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.closeEntry();
            }
        }
    }

    @Test
    void jarsStayAndTheNativesOfThePlatformLieUnpacked() throws IOException {
        EngineFiles.stage(folder.resolve("engines"), "some", Platform.parse("linux/amd64"), folder.resolve("function"));
        Path staged = folder.resolve("function/engines/some");
        assertThat(staged.resolve("library-1.jar")).exists();
        assertThat(staged.resolve("natives/lib/linux-x86_64/libsome.so.2")).exists();
        assertThat(staged.resolve("natives/META-INF")).doesNotExist();
        assertThat(staged.toFile().list()).containsExactlyInAnyOrder("library-1.jar", "natives");
    }

    @Test
    void anotherPlatformAndAnEngineThatIsNotThereAreRefused() {
        assertThatThrownBy(() -> EngineFiles.stage(
                        folder.resolve("engines"), "some", Platform.parse("linux/arm64"), folder.resolve("function")))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.reason()).isEqualTo(ImageException.Reason.PLATFORM))
                .hasMessageContaining("has no native library for linux/arm64");
        assertThatThrownBy(() -> EngineFiles.stage(
                        folder.resolve("engines"), "other", Platform.parse("linux/amd64"), folder.resolve("function")))
                .hasMessageStartingWith("the build has no engine of 'other'");
    }

    @Test
    void anEngineWithoutNativesIsForEveryPlatform() throws IOException {
        Path jar = folder.resolve("engines/plain/dormouse-http-1.jar");
        Files.createDirectories(jar.getParent());
        Files.writeString(jar, "a jar");
        EngineFiles.stage(
                folder.resolve("engines"), "plain", Platform.parse("linux/arm64"), folder.resolve("function"));
        assertThat(folder.resolve("function/engines/plain/dormouse-http-1.jar")).hasContent("a jar");
    }
}
