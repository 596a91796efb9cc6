package dev.dormouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.cli.run.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
    @TempDir
    private Path folder;

    @Test
    void seesWhatIsWrittenMadeAndDeleted() throws IOException {
        Path manifest = Files.writeString(folder.resolve("manifest.yaml"), "a");
        Watch watch = new Watch(folder);
        assertThat(watch.hasChanged()).isFalse();
        Files.writeString(manifest, "ab");
        assertThat(watch.hasChanged()).isTrue();
        assertThat(watch.hasChanged()).isFalse();
        Files.setLastModifiedTime(manifest, FileTime.fromMillis(1));
        assertThat(watch.hasChanged()).isTrue();
        Path model = Files.writeString(
                Files.createDirectory(folder.resolve("models")).resolve("m.onnx"), "m");
        assertThat(watch.hasChanged()).isTrue();
        Files.delete(model);
        assertThat(watch.hasChanged()).isTrue();
    }

    @Test
    void leavesOutWhatEditorsMake() throws IOException {
        Watch watch = new Watch(folder);
        Files.writeString(folder.resolve(".manifest.yaml.swp"), "x");
        Files.writeString(folder.resolve("manifest.yaml~"), "x");
        assertThat(watch.hasChanged()).isFalse();
    }

    @Test
    void watchesOneFile() throws IOException {
        Path model = Files.writeString(folder.resolve("m.onnx"), "m");
        Watch watch = new Watch(model);
        Files.writeString(folder.resolve("other.onnx"), "x");
        assertThat(watch.hasChanged()).isFalse();
        Files.delete(model);
        assertThat(watch.hasChanged()).isTrue();
    }
}
