package dev.dormouse.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.plan.Artifact;
import dev.dormouse.plan.PlanJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
    private static final byte[] CONTENT = "model".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    /** CRC-32C of "model", computed by another implementation. */
    private static final String CHECKSUM = "aeb1bcc9";

    private final Artifact artifact =
            new Artifact("model.onnx", Digests.sha256(CONTENT), Optional.of(CHECKSUM), CONTENT.length);
    private Path file;

    @BeforeEach
    void write() throws IOException {
        Files.write(folder.resolve(Bundle.PLAN_FILE), PlanJson.write(TestPlans.plan()));
        file = Files.createDirectories(folder.resolve(Bundle.ARTIFACTS)).resolve(artifact.sha256());
        Files.write(file, CONTENT);
    }

    @Test
    void givesTheFileThatThePlanMeans() {
        assertThat(Bundle.open(folder).path(artifact)).isEqualTo(file);
        assertThat(Bundle.open(folder).plan()).isEqualTo(TestPlans.plan());
    }

    @Test
    void namesTheFileThatIsMissingCutShortOrReplaced() throws IOException {
        Bundle bundle = Bundle.open(folder);
        Files.write(file, "mode".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> bundle.path(artifact)).hasMessageContaining("model.onnx", "4 bytes instead of 5");
        Files.write(file, "MODEL".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> bundle.path(artifact)).hasMessageContaining("model.onnx", "was replaced");
        Files.delete(file);
        assertThatThrownBy(() -> bundle.path(artifact)).hasMessageContaining("model.onnx", "is missing");
    }

    @Test
    void checksTheDigestWhereThePlanHasNoChecksum() throws IOException {
        Artifact old = new Artifact(artifact.name(), artifact.sha256(), Optional.empty(), artifact.size());
        assertThat(Bundle.open(folder).path(old)).isEqualTo(file);
        Files.write(file, "MODEL".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Bundle.open(folder).path(old)).hasMessageContaining("SHA-256", "was replaced");
    }

    @Test
    void refusesWhatIsNoBundle() throws IOException {
        assertThatThrownBy(() -> Bundle.open(folder.resolve("nowhere"))).hasMessageContaining("not a function bundle");
        Files.writeString(folder.resolve(Bundle.PLAN_FILE), "{\"format\": 1}");
        assertThatThrownBy(() -> Bundle.open(folder)).hasMessageContaining("plan.inputs");
        Files.writeString(folder.resolve(Bundle.PLAN_FILE), "{\"format\": 9}");
        assertThatThrownBy(() -> Bundle.open(folder)).hasMessageContaining("compile the manifest again");
        Files.writeString(folder.resolve(Bundle.PLAN_FILE), "{");
        assertThatThrownBy(() -> Bundle.open(folder)).hasMessageContaining("not JSON");
    }
}
