package dev.dormouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random bodies, near right and far from it: either tensors or a fault of the client, never another exception. */
class JsonFuzzTest {
    private static final int BODIES = 20_000;
    private static final int INFERENCE_BODIES = 100_000;
    private static final List<Port> PORTS = Ports.of(
            "f: FP32[n, 2]",
            "text: STRING[n]",
            "u: UINT64[n]",
            "b: BOOL[n]",
            "raw: BYTES[n]",
            "h: FP16[3]",
            "i: INT8[?]");
    private static final String RIGHT = "{\"f\": [[1, 2], [3.5, null]], \"text\": [\"a\", \"é🐭\"], \"u\": [1, 2],"
            + " \"b\": [true, false], \"raw\": [\"AA==\", \"\"], \"h\": [1, 2, 3], \"i\": [-1]}";
    private static final String[] PIECES = {
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        "\"",
        "\\",
        "\\ud800",
        "\\u0000",
        "NaN",
        "-Infinity",
        "null",
        "true",
        "1e999",
        "-0",
        "18446744073709551615",
        "1e-400",
        "0.1",
        "\"text\"",
        "\"f\":",
        "//",
        "\u0000",
        "1".repeat(1200),
        "[".repeat(70)
    };

    @Test
    void onlyClientFaultsEscape() {
        long seed = Long.getLong("dormouse.seed", System.nanoTime());
        System.out.println("JsonFuzzTest: -Ddormouse.seed=" + seed);
        Random random = new Random(seed);
        int accepted = 0;
        for (int i = 0; i < BODIES; i++) {
            byte[] body = i % 10 == 0 ? noise(random) : mutated(RIGHT, random);
            accepted += decodes(body, random.nextBoolean() ? Shapes.EXACT : Shapes.OVH) ? 1 : 0;
        }
        assertThat(accepted).as("bodies that are right after all").isBetween(1, BODIES / 2);
    }

    private static final String RIGHT_INFERENCE = "{\"id\": \"1\", \"inputs\": [{\"name\": \"f\", \"shape\": [1, 2],"
            + " \"datatype\": \"FP32\", \"data\": [[1, 2.5]]}, {\"data\": [\"é\", \"b\"], \"name\": \"text\","
            + " \"datatype\": \"BYTES\", \"shape\": [2]}, {\"name\": \"raw\", \"shape\": [1], \"datatype\": \"BYTES\","
            + " \"parameters\": {\"binary_data_size\": 4}}], \"outputs\": [{\"name\": \"o\", \"parameters\":"
            + " {\"binary_data\": true}}], \"parameters\": {\"binary_data_output\": false}}";

    @Test
    void onlyClientFaultsEscapeFromInferenceBodies() {
        long seed = Long.getLong("dormouse.seed", System.nanoTime());
        System.out.println("JsonFuzzTest: -Ddormouse.seed=" + seed);
        Random random = new Random(seed);
        Plan plan = Ports.plan(PORTS, Ports.of("o: FP32[n]"));
        int accepted = 0;
        for (int i = 0; i < INFERENCE_BODIES; i++) {
            byte[] json = i % 10 == 0 ? noise(random) : mutated(RIGHT_INFERENCE, random);
            byte[] body = Arrays.copyOf(json, json.length + random.nextInt(7));
            int header = random.nextInt(20) == 0 ? random.nextInt(body.length + 2) - 1 : json.length;
            accepted += reads(body, header, plan) ? 1 : 0;
        }
        assertThat(accepted).as("bodies that are right after all").isBetween(1, INFERENCE_BODIES / 2);
    }

    private static boolean reads(byte[] body, int header, Plan plan) {
        try {
            InferenceJson.read(body, header, plan);
            return true;
        } catch (PipelineException e) {
            assertThat(e.code().isClientError()).as(e.toString()).isTrue();
            assertThat(e.getMessage()).doesNotContain("[Source", "Feature", "Token");
            return false;
        }
    }

    private static boolean decodes(byte[] body, Shapes shapes) {
        try {
            return JsonInputs.read(body, PORTS, shapes).size() == PORTS.size();
        } catch (PipelineException e) {
            assertThat(e.code().isClientError()).as(e.toString()).isTrue();
            assertThat(e.getMessage()).doesNotContain("[Source", "Feature", "Token");
            return false;
        }
    }

    private static byte[] noise(Random random) {
        byte[] body = new byte[random.nextInt(64)];
        random.nextBytes(body);
        return body;
    }

    static byte[] mutated(String right, Random random) {
        StringBuilder text = new StringBuilder(right);
        for (int edits = random.nextInt(3); edits >= 0; edits--) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, Math.min(text.length(), at + 1));
                case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 2 -> text.setLength(at);
                default -> text.replace(at, Math.min(text.length(), at + 3), PIECES[random.nextInt(PIECES.length)]);
            }
        }
        text.append(' ');
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(5) == 0) {
            body[random.nextInt(body.length)] = (byte) random.nextInt();
        }
        return body;
    }
}
