package dev.dormouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dormouse.image.ImageException;
import dev.dormouse.image.Platform;
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
    /** What {@code bundle} wrote of an image of one small file; also that later versions read it. */
    private static final Path SMALL = Path.of("src/test/resources/edge/small.tar");

    private static final String DIGEST = "sha256:bfd22b386e18685ca2617aec7aff877f804a825d3d781b9e9f1c4a072d06600b";

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
                "install x.tar --to registry.example|x.tar is not a file|dormouse bundle",
                "push x --image a/b@sha256:1 --registry c/d|--registry is for an image that push makes|--image alone",
                "push x --image a/b@sha256:1 --insecure-registry|--insecure-registry is for an image|--image alone",
                "push x --image a/b@sha256:1 --base c/d|--base is for an image that push makes|--image alone",
                "push x --image a/b@sha256:1 --insecure-base|--insecure-base is for an image|--image alone",
                "push x --image a/b@sha256:1 --platform linux/arm64|--platform is for an image|--image alone",
                "push x --registry c/d --platform linux/s390x|functions run on linux/amd64 and linux/arm64|--platform"
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

    @Test
    void resourcesOfTheUsersAreNotReplaced() throws IOException {
        Path yaml = Files.createDirectory(folder.resolve("yaml"));
        Path own = Files.writeString(yaml.resolve("wine.yaml"), "precious");
        // nobody listens there, so going on would end with status 1
        console.run("install", SMALL, "--to", "127.0.0.1:1/edge", "--yaml", yaml);
        assertThat(console.status()).as(console.err()).isEqualTo(2);
        assertThat(console.err()).contains(own + " is there already and says something else", "--overwrite");
        assertThat(own).hasContent("precious");
        console.run("install", SMALL, "--to", "127.0.0.1:1/edge", "--yaml", yaml, "--overwrite");
        assertThat(console.status()).as(console.err()).isEqualTo(1);
        assertThat(console.err()).contains("no registry answers at 127.0.0.1:1");
        assertThat(own).as("nothing was pushed").hasContent("precious");
    }

    @Test
    void resourcesThatAreThereAlreadyDoNoHarm() throws IOException {
        Path yaml = Files.createDirectory(folder.resolve("yaml"));
        String text = "image: 127.0.0.1:1/edge/wine@" + DIGEST + "\n";
        Files.writeString(yaml.resolve("wine.yaml"), text);
        console.run("install", SMALL, "--to", "127.0.0.1:1/edge/", "--yaml", yaml);
        assertThat(console.err()).contains("no registry answers at 127.0.0.1:1");
        assertThat(yaml.resolve("wine.yaml")).hasContent(text);
    }

    @Test
    void aContainerdThatIsNotThereIsTold() {
        assumeTrue(Platform.ofThisMachine().equals(new Platform("linux", "amd64")), "the file is for linux/amd64");
        console.run("install", SMALL, "--containerd", folder.resolve("no.sock"), "--yaml", folder);
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.err()).contains("no containerd listens at").contains("Try this:");
        assertThat(folder.resolve("wine.yaml")).doesNotExist();
    }

    @Test
    void aFullDiskIsToldAsOneWhoeverMetIt() {
        IOException full = new IOException("No space left on device");
        assertThatThrownBy(() -> ImageFailures.telling(() -> {
                    throw new IOException("copying", full);
                }))
                .hasMessageContaining("the disk is full: copying")
                .isInstanceOfSatisfying(
                        CommandFailure.class, e -> assertThat(e.advice()).contains("make room"));
        assertThatThrownBy(() -> ImageFailures.telling(() -> {
                    throw new ImageException(ImageException.Reason.TOOL, "jlink failed", full);
                }))
                .hasMessageContaining("the disk is full: jlink failed");
    }
}
