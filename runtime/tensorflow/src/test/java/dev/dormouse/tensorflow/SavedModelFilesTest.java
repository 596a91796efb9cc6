package dev.dormouse.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dormouse.step.ArtifactException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Zips that were made to do harm, and those that only look odd. */
class SavedModelFilesTest {
    private static byte[] graph() {
        return SavedModelFiles.of(Models.GOOD.resolve("linear.zip")).graph();
    }

    private static ArtifactException refusal(Path zip) {
        return catchThrowableOfType(ArtifactException.class, () -> Models.inputs(zip));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil",
                "variables/../../evil",
                "/etc/evil",
                "a//b",
                "C:/evil",
                "..\\evil",
                "./saved_model.pb",
                "a\nb"
            })
    void aFileThatWouldLieOutsideIsRefusedByName(String path, @TempDir Path folder) throws IOException {
        Path zip = Models.zip(folder.resolve("slip.zip"), Map.of("saved_model.pb", graph(), path, new byte[] {1}));
        assertThat(refusal(zip)).hasMessage("slip.zip holds '" + path + "', which would lie outside of its folder");
    }

    @Test
    void aBombIsRefusedBeforeItIsUnpacked(@TempDir Path folder) throws IOException {
        Path zip = Models.zip(
                folder.resolve("bomb.zip"),
                Map.of("saved_model.pb", graph(), "variables/variables.data-00000-of-00001", new byte[100 << 20]));
        assertThat(refusal(zip))
                .hasMessage("bomb.zip has 0 MiB, but would unpack to 100 MiB: no model shrinks like that");
    }

    @Test
    void aFileThatIsThereTwiceIsRefused(@TempDir Path folder) throws IOException {
        Path zip = Models.zip(folder.resolve("twice.zip"), files("saved_model.pb", "saved_model.pX"));
        byte[] bytes = Files.readAllBytes(zip);
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("saved_model.pX", "saved_model.pb");
        Files.write(zip, text.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(refusal(zip)).hasMessage("twice.zip holds 'saved_model.pb' twice");
    }

    private static Map<String, byte[]> files(String... names) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String name : names) {
            files.put(name, graph());
        }
        return files;
    }

    @Test
    void tooManyFilesAreNoModel(@TempDir Path folder) throws IOException {
        Map<String, byte[]> files = files("saved_model.pb");
        for (int i = 0; i < 10_000; i++) {
            files.put("assets/" + i, new byte[0]);
        }
        assertThat(refusal(Models.zip(folder.resolve("many.zip"), files)))
                .hasMessage("many.zip holds 10001 files; a SavedModel has far less than 10000");
    }

    @Test
    void aZipOrFolderOfSomethingElseIsToldWhatIsMissing(@TempDir Path folder) throws IOException {
        Path zip = Models.zip(folder.resolve("other.zip"), Map.of("readme.txt", new byte[] {1}));
        assertThat(refusal(zip)).hasMessage("other.zip holds no saved_model.pb");
        assertThat(refusal(Files.createDirectory(folder.resolve("empty")))).hasMessage("empty holds no saved_model.pb");
        assertThat(refusal(folder.resolve("absent"))).hasMessage("absent is not there");
    }
}
