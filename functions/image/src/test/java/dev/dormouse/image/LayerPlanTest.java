package dev.dormouse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.engine.Bundle;
import dev.dormouse.engine.Digests;
import dev.dormouse.plan.Artifact;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerPlanTest {
    @TempDir
    private Path folder;

    /** The quick checksum of a start fits; who changes a file can change that too. */
    @Test
    void anArtifactThatIsNotWhatItsDigestSaysComesIntoNoImage() throws Exception {
        Path bundle = Samples.compile("wine", folder);
        Artifact artifact = LayerPlan.artifacts(Bundle.open(bundle).plan()).get(0);
        Path file = bundle.resolve(Bundle.ARTIFACTS).resolve(artifact.sha256());
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        Path plan = bundle.resolve(Bundle.PLAN_FILE);
        String text = Files.readString(plan);
        String changed = text.replace(artifact.crc32c().orElseThrow(), Digests.crc32c(file));
        assertThat(changed).isNotEqualTo(text);
        Files.writeString(plan, changed);
        Bundle opened = Bundle.open(bundle);
        assertThat(opened.path(LayerPlan.artifacts(opened.plan()).get(0)))
                .as("a start takes it")
                .isEqualTo(file);
        Path bill = Files.createFile(folder.resolve("bill"));
        assertThatThrownBy(() -> LayerPlan.ofBundle(opened, bundle, bill))
                .hasMessageContaining("is not what its SHA-256 in the plan says")
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.reason()).isEqualTo(ImageException.Reason.DAMAGED));
    }
}
