package dev.dormouse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a Java that does not do it; a script stands for it. */
class TrainingRunTest {
    @TempDir
    private Path folder;

    @Test
    void theReasonsStayAndNothingOfThisProcessIsPassedOn() throws Exception {
        assertThat(System.getenv()).containsKey("PATH");
        assertThatThrownBy(() -> record("/usr/bin/env > " + folder.resolve("environment") + "\necho plain words\n"
                        + "echo '[warning][aot] The AOT cache cannot be made'\nexit 3"))
                .hasMessageContaining("did not start (exit status 3): [warning][aot] The AOT cache cannot be made")
                .hasMessageNotContaining("plain words");
        assertThat(Files.readAllLines(folder.resolve("environment")))
                .map(line -> line.split("=", 2)[0])
                .contains("DORMOUSE_BUNDLE", "ORT_DISABLE_TELEMETRY", "OPT_OUT_TRACKING", "LANG", "JAVA_TOOL_OPTIONS")
                .doesNotContain("HOME", "USER", "SECRET")
                .allSatisfy(name -> assertThat(name)
                        .matches("DORMOUSE_BUNDLE|ORT_\\w+|OPT_\\w+|DJL_CACHE_DIR|LANG|JAVA_TOOL_OPTIONS|PWD|SHLVL|_"));
    }

    @Test
    void oneThatSaysNothingIsToldSo() {
        assertThatThrownBy(() -> record("exit 1")).hasMessageContaining("(exit status 1): it said nothing");
    }

    @Test
    void aFullDiskIsOne() {
        assertThatThrownBy(() -> record("echo 'Unable to write: No space left on device'; exit 1"))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.reason()).isEqualTo(ImageException.Reason.DISK_FULL));
    }

    private void record(String script) throws IOException {
        Path java = Files.createDirectories(folder.resolve("java/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        StagedFunction function = new StagedFunction(folder.resolve("function"), Set.of(Engine.ONNX));
        Files.createDirectories(function.function());
        Map<String, String> base = Map.of("JAVA_TOOL_OPTIONS", "-Xss1m", "SECRET", "x", "PATH", "/nowhere");
        new TrainingRun(
                        function,
                        new JavaRuntime(folder.resolve("java"), "25"),
                        Samples.compile("wine", folder.resolve("wine")),
                        base)
                .record();
    }
}
