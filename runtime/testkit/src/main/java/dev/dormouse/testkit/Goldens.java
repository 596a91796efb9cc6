package dev.dormouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares text with a file of the test resources; {@code -Ddormouse.goldens=rewrite} writes the file instead. */
public final class Goldens {
    private Goldens() {}

    public static void check(Path golden, String actual) {
        try {
            if ("rewrite".equals(System.getProperty("dormouse.goldens"))) {
                Files.createDirectories(golden.getParent());
                Files.writeString(golden, actual);
                return;
            }
            assertThat(golden)
                    .as("golden file; make it with -Ddormouse.goldens=rewrite")
                    .exists();
            assertThat(actual).as(golden.toString()).isEqualTo(Files.readString(golden));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
