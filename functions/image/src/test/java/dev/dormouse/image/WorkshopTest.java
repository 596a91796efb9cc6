package dev.dormouse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkshopTest {
    @TempDir
    private Path folder;

    @Test
    void makesAThingOnceWithTheImagesTime() throws Exception {
        Workshop workshop = new Workshop(folder);
        Path made = workshop.get("thing", work -> Files.writeString(work.resolve("file"), "first"));
        workshop.get("thing", work -> {
            throw new IOException("made again");
        });
        assertThat(made.resolve("file")).hasContent("first");
        assertThat(Files.getLastModifiedTime(made.resolve("file")).toInstant()).isEqualTo(Workshop.TIME);
    }

    @Test
    void whatWasInterruptedIsMadeAnew() throws Exception {
        Workshop workshop = new Workshop(folder);
        assertThatThrownBy(() -> workshop.get("thing", work -> {
                    Files.writeString(work.resolve("half"), "x");
                    throw new IOException("No space left on device");
                }))
                .hasMessageContaining("No space left");
        assertThat(folder.resolve("thing")).doesNotExist();
        assertThat(folder.resolve("thing.work")).as("takes no room").doesNotExist();
        Path made = workshop.get("thing", work -> Files.writeString(work.resolve("whole"), "x"));
        assertThat(made.resolve("whole")).exists();
        assertThat(made.resolve("half")).doesNotExist();
    }
}
