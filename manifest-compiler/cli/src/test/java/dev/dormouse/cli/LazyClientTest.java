package dev.dormouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that need no cluster, and every command's help, work where the cluster's client and Jib are not even there. */
class LazyClientTest {
    @TempDir
    Path folder;

    @Test
    void helpAndCompilingAndRenderingDoWithoutTheClient() throws Exception {
        assertThat(run("--help")).contains("push", "rollback");
        assertThat(run("image", "--help")).contains("--platform");
        assertThat(run("push", "--help")).contains("--traffic");
        assertThat(run("check", Console.sample("wine").toString())).contains("wine is good");
        assertThat(run("render", Console.sample("wine").toString(), "--image", "registry.example/wine:1"))
                .contains("kind: Service");
    }

    private String run(String... words) throws Exception {
        String path = Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(entry -> !entry.contains("fabric8")
                        && !entry.contains("jib-core")
                        && !entry.contains("jackson-databind")
                        && !entry.contains("jackson-dataformat"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(path.length())
                .isLessThan(System.getProperty("java.class.path").length());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                path,
                Main.class.getName()));
        command.addAll(List.of(words));
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("DORMOUSE_CACHE", folder.toString());
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }
}
