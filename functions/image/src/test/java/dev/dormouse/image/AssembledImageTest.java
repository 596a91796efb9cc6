package dev.dormouse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssembledImageTest {
    @TempDir
    private Path folder;

    @Test
    void equalInputGivesEqualBytesWhereverAndWheneverItIsMade() throws Exception {
        AssembledImage first = SmallImages.of(folder.resolve("a"), "one", "two");
        AssembledImage second = SmallImages.of(folder.resolve("b"), "one", "two");
        assertThat(second.shipment().digest()).isEqualTo(first.shipment().digest());
        ImageTar.write(first, new Destination.TarFile(folder.resolve("a.tar"), "dormouse.local/x:1"));
        ImageTar.write(second, new Destination.TarFile(folder.resolve("b.tar"), "dormouse.local/x:1"));
        assertThat(folder.resolve("b.tar")).hasSameBinaryContentAs(folder.resolve("a.tar"));
    }

    @Test
    void otherInputGivesAnotherDigest() throws Exception {
        AssembledImage image = SmallImages.of(folder.resolve("a"), "one", "two");
        assertThat(SmallImages.of(folder.resolve("b"), "one", "three")
                        .shipment()
                        .digest())
                .isNotEqualTo(image.shipment().digest());
    }

    @Test
    void aTarThatCannotBeWrittenLeavesNothing() throws Exception {
        AssembledImage image = SmallImages.of(folder.resolve("a"), "one");
        Path there = Files.createDirectories(folder.resolve("full").resolve("x.tar"));
        Files.createFile(there.resolve("precious"));
        Destination.TarFile target = new Destination.TarFile(there, "dormouse.local/x:1");
        assertThatThrownBy(() -> ImageTar.write(image, target)).isInstanceOf(IOException.class);
        try (Stream<Path> files = Files.list(folder.resolve("full"))) {
            assertThat(files).containsExactly(there);
        }
    }
}
