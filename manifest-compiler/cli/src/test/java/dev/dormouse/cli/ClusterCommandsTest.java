package dev.dormouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commands for a cluster refuse before they look for one, and render, which needs none. */
class ClusterCommandsTest {
    private static final String IMAGE = "registry.example/wine@sha256:" + "0".repeat(64);

    @TempDir
    private Path folder;

    private Console console = new Console(Path.of(""));

    @BeforeEach
    void console() {
        console = new Console(folder.resolve("cache"));
    }

    @Test
    void rendersEqualBytesEachTime() {
        String[] words = {"render", Console.sample("wine").toString(), "--image", IMAGE, "-n", "demo", "--monitor"};
        String first = console.run((Object[]) words).out();
        assertThat(console.status()).as(console.err()).isZero();
        assertThat(first)
                .startsWith(
                        "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata:\n  name: wine\n  namespace: demo\n")
                .contains("image: " + IMAGE, "containerConcurrency: 8", "---\napiVersion: monitoring.coreos.com/v1");
        assertThat(console.run((Object[]) words).out()).isEqualTo(first);
    }

    @Test
    void rendersForKserveInsteadAndForABroker() {
        console.run("render", Console.sample("wine"), "--image", IMAGE, "--kserve");
        assertThat(console.out())
                .contains("kind: ServingRuntime", "kind: InferenceService")
                .doesNotContain("serving.knative.dev/v1");
        console.run("render", Console.sample("wine"), "--image", IMAGE, "--trigger", "default", "--event-type", "x.y");
        assertThat(console.out()).contains("kind: Trigger", "type: x.y");
    }

    @Test
    void aTagIsRenderedWithAWarning() {
        console.run("render", Console.sample("wine"), "--image", "registry.example/wine:1");
        assertThat(console.status()).isZero();
        assertThat(console.err()).contains("names no digest");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "render WINE --image X --name 9lives|begins with a letter",
                "render WINE --image X -n No|cannot name a namespace",
                "render WINE --image a:b:c|is not an image reference",
                "render WINE --image X --event-type t|say something about a trigger",
                "render WINE --image X --trigger default|would answer itself for ever",
                "render WINE --image X --h2c --monitor|speaks HTTP/2 only",
                "push WINE --image X --traffic 0|--traffic 0 is none",
                "push WINE --image X --timeout soon|--timeout soon is no duration",
                "traffic wine|traffic needs either shares or --latest",
                "traffic wine a=50 b=60|the shares are 110 together, not 100",
                "traffic wine a:50|'a:50' is no share",
                "traffic wine a=50 a=50|a stands twice",
                "traffic wine --latest 101|--latest 101 is none",
                "logs wine --tail 0|--tail 0 is none",
                "logs wine --since 5|--since 5 is no duration",
            })
    void whatMakesNoSenseIsRefusedWithAWayOut(String line, String message) {
        String[] words = line.replace("WINE", Console.sample("wine").toString())
                .replace("X", IMAGE)
                .split(" ");
        console.run((Object[]) words);
        assertThat(console.status()).isEqualTo(2);
        assertThat(console.err())
                .contains(message)
                .contains("Try this:")
                .doesNotContain("internal error")
                .doesNotContain("\tat ");
    }

    @Test
    void aContextThatIsNotThere() {
        for (String command : new String[] {"list", "show wine", "logs wine", "rollback wine", "delete wine"}) {
            console.run((Object[]) (command + " --context no-such-context").split(" "));
            assertThat(console.status()).isEqualTo(2);
            assertThat(console.err())
                    .contains("there is no context 'no-such-context'")
                    .contains("Try this:");
        }
    }
}
