package dev.dormouse.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.management.ThreadMXBean;
import dev.dormouse.step.ArtifactException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of files with bytes changed anywhere: each is translated or refused, in bounded time and memory, and nothing else than
 * an {@link ArtifactException} comes out.
 */
class MutatedFilesTest {
    private static final long SEED = 20261125;
    private static final int A_MODEL = 170;
    private static final long MOST_BYTES = 256 << 20;
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final List<String> MODELS =
            List.of("dense", "nested", "masked", "attention", "convolutions_of_sequences", "recurrent_states");
    private static final String[] WORDS = {
        "null",
        "-1",
        "0",
        "2147483648",
        "9223372036854775807",
        "1e300",
        "[]",
        "{}",
        "\"\"",
        "\"Functional\"",
        "true",
        "[[[]]]"
    };

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path folder;

    @Test
    void hdf5() throws IOException {
        Random random = new Random(SEED);
        int refused = 0;
        for (String model : MODELS) {
            byte[] whole = Files.readAllBytes(Zoo.model(model + ".h5"));
            for (int i = 0; i < A_MODEL; i++) {
                refused += attempt(scattered(whole, random), model + " " + i);
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void archives() throws IOException {
        Random random = new Random(SEED + 1);
        int refused = 0;
        for (String model : MODELS) {
            for (int i = 0; i < A_MODEL; i++) {
                refused += attempt(archive(model, random), model + " " + i);
            }
        }
        assertThat(refused).isPositive();
    }

    private int attempt(byte[] bytes, String name) throws IOException {
        Path file = Files.write(folder.resolve("m"), bytes);
        boolean[] refused = {false};
        long before = threads.getCurrentThreadAllocatedBytes();
        Assertions.assertTimeout(
                LONGEST,
                () -> assertThatCode(() -> {
                            try {
                                KerasTranslation.translate(file);
                            } catch (ArtifactException e) {
                                assertThat(e.getMessage()).startsWith("m: ");
                                refused[0] = true;
                            }
                        })
                        .as(name)
                        .doesNotThrowAnyException(),
                name);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(name).isLessThan(MOST_BYTES);
        return refused[0] ? 1 : 0;
    }

    private static byte[] scattered(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        int changes = 1 + random.nextInt(12);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            bytes[at] = random.nextBoolean() ? (byte) random.nextInt(256) : (byte) (bytes[at] ^ 1 << random.nextInt(8));
        }
        return bytes;
    }

    /** The parts changed and packed anew, so that the zip's checksums are right. */
    private static byte[] archive(String model, Random random) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipFile zip = new ZipFile(Zoo.model(model + ".keras").toFile());
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            boolean weights = random.nextBoolean();
            for (ZipEntry entry : zip.stream().toList()) {
                byte[] part = zip.getInputStream(entry).readAllBytes();
                out.putNextEntry(new ZipEntry(entry.getName()));
                boolean hdf = entry.getName().endsWith(".h5");
                out.write(hdf == weights ? hdf ? scattered(part, random) : reworded(part, random) : part);
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** A JSON value replaced by another, here and there. */
    private static byte[] reworded(byte[] json, Random random) {
        String text = new String(json, StandardCharsets.UTF_8);
        List<Integer> colons = new ArrayList<>();
        for (int at = text.indexOf(": "); at >= 0; at = text.indexOf(": ", at + 1)) {
            colons.add(at + 2);
        }
        int from = colons.get(random.nextInt(colons.size()));
        int to = from;
        while (to < text.length() && ",}]".indexOf(text.charAt(to)) < 0) {
            to++;
        }
        return (text.substring(0, from) + WORDS[random.nextInt(WORDS.length)] + text.substring(to))
                .getBytes(StandardCharsets.UTF_8);
    }
}
