package dev.dormouse.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no Keras model, or a broken one, is refused with its name. */
class BrokenFilesTest {
    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = "model.weights.h5";

    @TempDir
    Path folder;

    @Test
    void anEmptyFile() throws IOException {
        assertRefused(file("m.keras", new byte[0]), Reason.UNREADABLE, "m.keras: the file is empty");
    }

    @Test
    void anotherFormat() throws IOException {
        byte[] text = "not a model at all".getBytes(StandardCharsets.UTF_8);
        assertRefused(file("m.h5", text), Reason.UNREADABLE, "m.h5: this is no Keras model");
    }

    @Test
    void everyTruncation() throws IOException {
        for (String name : new String[] {"dense.keras", "dense.h5"}) {
            byte[] whole = Files.readAllBytes(Zoo.model(name));
            for (int length = 0; length < whole.length - 1; length += Math.max(1, whole.length / 150)) {
                assertRefused(file(name, Arrays.copyOf(whole, length)), Reason.UNREADABLE, name);
            }
        }
    }

    @Test
    void anArchiveWithoutItsParts() throws IOException {
        for (String part : new String[] {CONFIG, WEIGHTS, "metadata.json"}) {
            Map<String, byte[]> entries = entries("dense.keras");
            entries.remove(part);
            assertRefused(archive(entries), Reason.UNREADABLE, "the archive holds no '" + part + "'");
        }
    }

    @Test
    void namesThatLeadOutAreNeverWritten() throws IOException {
        Map<String, byte[]> entries = entries("dense.keras");
        entries.put("../../outside.txt", new byte[] {1});
        Path file = archive(entries);
        assertThat(KerasTranslation.translate(file)).isNotEmpty();
        assertThat(folder.resolve("../../outside.txt")).doesNotExist();
    }

    @Test
    void aBomb() throws IOException {
        Map<String, byte[]> entries = entries("dense.keras");
        entries.put(WEIGHTS, new byte[100 << 20]);
        Path file = archive(entries);
        assertThat(Files.size(file)).isLessThan(1 << 20);
        assertRefused(file, Reason.UNREADABLE, "'" + WEIGHTS + "' in the archive is far larger than the file");
    }

    @Test
    void aConfigurationThatIsNone() throws IOException {
        assertRefused(changed("dense.keras", json -> "[1, 2"), Reason.UNREADABLE, "the configuration is not JSON");
        assertRefused(changed("dense.keras", json -> "[]"), Reason.UNREADABLE, "no object 'model_config'");
        assertRefused(changed("dense.keras", json -> "{}"), Reason.UNREADABLE, "'class_name' must be a text");
        assertRefused(
                changed("dense.keras", json -> "[".repeat(5000)), Reason.UNREADABLE, "the configuration is not JSON");
    }

    @Test
    void sizesThatDoNotFit() throws IOException {
        assertRefused(
                changed("dense.keras", json -> json.replace("\"units\": 5", "\"units\": 6")),
                Reason.UNREADABLE,
                "layer 'dense' (Dense) needs weights of the shape [4, 6], and the file has [4, 5]");
        assertRefused(
                changed("dense.keras", json -> json.replace("\"units\": 5", "\"units\": -5")),
                Reason.UNREADABLE,
                "'units' must be a positive integer, not -5");
    }

    @Test
    void arraysLargerThanTheFile() throws IOException {
        Map<String, byte[]> entries = entries("dense.keras");
        byte[] weights = entries.get(WEIGHTS);
        // the dims 4 and 5 of the first kernel, as the file has them: 64 bits each
        ByteBuffer dims = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(4)
                .putLong(5);
        int at = new String(weights, StandardCharsets.ISO_8859_1)
                .indexOf(new String(dims.array(), StandardCharsets.ISO_8859_1));
        assertThat(at).isPositive();
        ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).putLong(at, 1L << 24);
        entries.put(WEIGHTS, weights);
        assertRefused(archive(entries), Reason.UNREADABLE, "larger than the file");
    }

    @Test
    void linksAreNotFollowed() {
        for (String link : new String[] {"external", "soft", "circle"}) {
            assertRefused(
                    Path.of("src/test/resources/links", link + ".h5"),
                    Reason.UNREADABLE,
                    link + ".h5: 'model_weights/dense' is a link, which Keras does not write");
        }
    }

    @Test
    void layersInACircle() throws IOException {
        String circle = "{'class_name': 'Functional', 'config': {'name': 'm', 'layers': ["
                + layer("x", "InputLayer", "'batch_shape': [null, 2]", "")
                + "," + layer("a", "Add", "'name': 'a'", "[[['x', 0, 0, {}], ['b', 0, 0, {}]]]")
                + "," + layer("b", "ReLU", "'name': 'b'", "[[['a', 0, 0, {}]]]")
                + "], 'input_layers': [['x', 0, 0]], 'output_layers': [['b', 0, 0]]}}";
        assertRefused(
                changed("dense.keras", json -> circle.replace('\'', '"')),
                Reason.UNREADABLE,
                "takes what it makes itself");
    }

    private static String layer(String name, String type, String config, String nodes) {
        return "{'class_name': '" + type + "', 'name': '" + name + "', 'config': {" + config + "}, 'inbound_nodes': "
                + (nodes.isEmpty() ? "[]" : nodes) + "}";
    }

    @Test
    void codeAndCustomLayers() throws IOException {
        assertRefused(
                changed("dense.keras", json -> json.replaceFirst("\"Dense\"", "\"Lambda\"")),
                Reason.UNSUPPORTED,
                "layer 'dense' (Lambda) runs Python code, which is not in the file");
        assertRefused(
                changed("dense.keras", json -> json.replaceFirst("\"Dense\"", "\"MyLayer\"")),
                Reason.UNSUPPORTED,
                "layer 'dense' (MyLayer) is not among the layers that are translated");
        assertRefused(
                changed("dense.keras", json -> json.replaceFirst("\"Sequential\"", "\"MyModel\"")),
                Reason.UNSUPPORTED,
                "is of the class MyModel, whose code is not in the file");
        assertRefused(
                changed("dense.keras", json -> json.replaceFirst("\"relu\"", "\"my_function\"")),
                Reason.UNSUPPORTED,
                "layer 'dense' (Dense) has the activation 'my_function'");
    }

    private void assertRefused(Path file, Reason reason, String part) {
        assertThatThrownBy(() -> KerasTranslation.translate(file))
                .isInstanceOfSatisfying(ArtifactException.class, e -> {
                    assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
                    assertThat(e.help()).isNotEmpty();
                })
                .hasMessageContaining(part);
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private Path changed(String model, UnaryOperator<String> change) throws IOException {
        Map<String, byte[]> entries = entries(model);
        String json = new String(entries.get(CONFIG), StandardCharsets.UTF_8);
        String other = change.apply(json);
        assertThat(other).isNotEqualTo(json);
        entries.put(CONFIG, other.getBytes(StandardCharsets.UTF_8));
        return archive(entries);
    }

    private static Map<String, byte[]> entries(String model) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(Zoo.model(model).toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    private Path archive(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return file("m.keras", bytes.toByteArray());
    }
}
