package dev.dormouse.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.step.ArtifactException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged and hostile files: each is read or refused as an {@link ArtifactException}, and what is read can be changed. */
class MutatedFilesTest {
    private static final long SEED = Long.getLong("dormouse.seed", 20261129);
    private static final int A_MODEL = 15;
    private static final Path RESOURCES = Path.of("src/test/resources");

    @TempDir
    Path folder;

    private static List<Path> models() throws IOException {
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            return files.filter(file -> file.toString().endsWith(".onnx"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void anyModelIsCopiedByteForByteByNoChange() throws IOException {
        for (Path model : models()) {
            byte[] bytes = Files.readAllBytes(model);
            assertThat(new ModelRewrite(bytes, Changes.NONE).rewritten())
                    .as(model.toString())
                    .isEqualTo(bytes);
        }
    }

    @Test
    void thousandsOfDamagedFiles() throws IOException {
        Random random = new Random(SEED);
        Path file = folder.resolve("damaged.onnx");
        int refused = 0;
        int read = 0;
        for (Path model : models()) {
            byte[] whole = Files.readAllBytes(model);
            for (int i = 0; i < A_MODEL; i++) {
                byte[] damaged = damaged(whole, random);
                Models.write(file, damaged);
                try {
                    new OnnxKind().parts(file);
                    Models.inputs(file);
                    change(file, damaged);
                    read++;
                } catch (ArtifactException e) {
                    assertThat(e.getMessage()).startsWith("damaged.onnx ");
                    refused++;
                } catch (RuntimeException e) {
                    throw new AssertionError("seed " + SEED + ", " + model + ", number " + i, e);
                }
            }
        }
        assertThat(refused).isPositive();
        assertThat(read).isPositive();
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] damaged = random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
        byte[] sharp = {0, 1, -1, 127, -128, 8};
        for (int k = random.nextInt(5); k >= 0 && damaged.length > 0; k--) {
            damaged[random.nextInt(damaged.length)] =
                    random.nextBoolean() ? sharp[random.nextInt(sharp.length)] : (byte) random.nextInt();
        }
        return damaged;
    }

    /** All changes at once, as far as the model has what they change. */
    private static void change(Path file, byte[] bytes) {
        OnnxModel model = OnnxReader.read(file);
        Set<String> unsigned = Models.inputs(file).stream()
                .filter(port -> port.pattern().datatypes().stream().allMatch(SignedInputs::isNeededFor))
                .map(port -> port.name())
                .collect(Collectors.toSet());
        Changes changes = Changes.NONE
                .locale(Optional.of("C.UTF-8"))
                .withoutDefault(model.graph().tensors().keySet())
                .signed(unsigned);
        assertThat(new ModelRewrite(bytes, changes).rewritten()).isNotEmpty();
    }

    @Test
    void graphsInGraphsHaveAnEnd() throws IOException {
        WirePieces graph = new WirePieces().text(2, "innermost");
        for (int i = 0; i < 5_000; i++) {
            WirePieces attribute = new WirePieces().text(1, "then_branch").message(6, graph);
            graph = new WirePieces().message(1, new WirePieces().text(4, "If").message(5, attribute));
        }
        assertUnreadable(new WirePieces().integer(1, 8).message(7, graph));
    }

    @Test
    void aGraphOfMillionsOfEmptyNodesIsNone() throws IOException {
        byte[] empty = new byte[6_000_000];
        for (int i = 0; i < empty.length; i += 2) {
            empty[i] = 10;
        }
        assertUnreadable(new WirePieces().integer(1, 8).bytes(7, empty));
    }

    @Test
    void aTensorOfMillionsOfDimsIsNone() throws IOException {
        WirePieces tensor = new WirePieces().bytes(1, new byte[3_000_000]);
        assertUnreadable(new WirePieces().integer(1, 8).message(7, new WirePieces().message(5, tensor)));
    }

    @Test
    void twoGraphsWouldBeMergedByOthers() throws IOException {
        WirePieces graph = new WirePieces().text(2, "one");
        assertUnreadable(new WirePieces().integer(1, 8).message(7, graph).message(7, graph));
    }

    /** A length of 2^62 bytes, and one that is more than the message around it has. */
    @Test
    void lengthsThatLeadOutOfTheFile() throws IOException {
        assertUnreadable(new WirePieces().integer(1, 8).varint(7 << 3 | 2).varint(1L << 62));
        WirePieces node = new WirePieces().varint(1 << 3 | 2).varint(100);
        assertUnreadable(new WirePieces().integer(1, 8).message(7, new WirePieces().message(1, node)));
    }

    private void assertUnreadable(WirePieces model) throws IOException {
        Path file = folder.resolve("hostile.onnx");
        try (OutputStream out = Files.newOutputStream(file)) {
            model.writeTo(out);
        }
        assertThatThrownBy(() -> Models.inputs(file))
                .isInstanceOfSatisfying(
                        ArtifactException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(ArtifactException.Reason.UNREADABLE))
                .hasMessage("hostile.onnx is not an ONNX model, or it is cut short");
    }

    @Test
    void aFileThatIsMissingItsPartsIsNotJoined() {
        Path model = RESOURCES.resolve("external/two-files.onnx");
        Path twelve = RESOURCES.resolve("external/parts/second.bin");
        Map<String, Path> parts = Map.of("first.bin", twelve, "parts/second.bin", twelve);
        assertThatThrownBy(() -> new OnnxKind().join(model, parts, OutputStream.nullOutputStream()))
                .isInstanceOf(ArtifactException.class)
                .hasMessageStartingWith("two-files.onnx keeps the weights 'w' in 'first.bin' up to byte 40, but that");
    }
}
