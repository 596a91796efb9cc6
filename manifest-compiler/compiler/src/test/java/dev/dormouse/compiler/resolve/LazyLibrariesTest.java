package dev.dormouse.compiler.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiling without s3 and oci sources works where their libraries are not even there. */
class LazyLibrariesTest {
    @TempDir
    Path folder;

    @Test
    void sourcesOfOtherSchemesDoWithoutThem() throws Exception {
        String path = Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(entry -> !entry.contains("awssdk") && !entry.contains("jib-core"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(path.length())
                .isLessThan(System.getProperty("java.class.path").length());
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        path,
                        Local.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(output)).contains("error DM406", "error DM106");
        assertThat(process.exitValue()).isZero();
    }

    /** Resolves two sources in a process of its own. */
    static final class Local {
        public static void main(String[] args) {
            RemoteSources remote = new RemoteSources(Path.of(args[0]));
            for (String source : new String[] {"https://models.example/a.onnx", "https://"}) {
                System.out.println(
                        Resolution.withoutDigest(remote, source, Lock.EMPTY).headline());
            }
        }
    }
}
