package dev.dormouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code image}, {@code bundle} and {@code install} tell before they make anything. */
class ImageCommandsTest {
    @TempDir
    private Path folder;

    private Console console = new Console(Path.of(""));

    @BeforeEach
    void console() {
        console = new Console(folder.resolve("cache"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image x|image needs either --to REGISTRY/NAME:TAG or --tar FILE|dormouse image x --tar image.tar",
                "image x --to a/b:1 --tar b.tar|image needs either|--tar",
                "image x --tar b.tar --platform linux/s390x|functions run on linux/amd64 and linux/arm64|--platform",
                "image x --tar /nowhere/at/all.tar|its folder does not exist|--tar with a file",
                "image x --tar b.tar|x does not exist|dormouse new",
                "bundle x -o /nowhere/at/all.tar|its folder does not exist|--output with a file",
                "bundle -o b.tar|TARGET|dormouse bundle --help",
                "install x.tar|install needs either --containerd SOCKET or --to|dormouse install x.tar --containerd",
                "install x.tar --to a --containerd b|install needs either|--containerd",
                "install x.tar --to registry.example|x.tar is not a file|dormouse bundle"
            })
    void mistakesAreToldWithAWayOut(String line, String message, String advice) {
        console.run((Object[]) line.split(" "));
        assertThat(console.status()).as(console.err()).isEqualTo(2);
        assertThat(console.err().lines().toList().get(0))
                .startsWith("dormouse: ")
                .contains(message);
        assertThat(console.err().lines().toList().get(1))
                .startsWith("Try this: ")
                .contains(advice);
    }

    @Test
    void withoutTheLauncherThereIsNoFunctionToPutIn() {
        console.run("image", Console.sample("wine"), "--tar", folder.resolve("wine.tar"));
        assertThat(console.status()).isEqualTo(2);
        assertThat(console.err()).contains("was started without ./dormouse", "Try this:");
        assertThat(folder.resolve("wine.tar")).doesNotExist();
    }

    @Test
    void aFileThatIsNoBundleIsRefusedBeforeAnythingIsWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("x.tar"), "not a tar at all");
        Path yaml = Files.createDirectory(folder.resolve("yaml"));
        console.run("install", file, "--to", "127.0.0.1:1/edge", "--yaml", yaml);
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.err()).contains("x.tar").contains("Try this:").doesNotContain("\tat ");
        assertThat(yaml).isEmptyDirectory();
    }
}
