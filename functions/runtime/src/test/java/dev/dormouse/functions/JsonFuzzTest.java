package dev.dormouse.functions;

import dev.dormouse.plan.Plan;
import dev.dormouse.protocol.CloudEvent;
import dev.dormouse.protocol.CloudEventHeaders;
import dev.dormouse.protocol.CloudEventJson;
import dev.dormouse.protocol.EventData;
import dev.dormouse.protocol.InferenceJson;
import dev.dormouse.protocol.JsonInputs;
import dev.dormouse.protocol.Shapes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The codecs whose bodies are JSON: plain inputs, the Open Inference Protocol with its binary extension, events. */
class JsonFuzzTest {
    private static final Plan PLAN = FuzzPlan.of(
            "f: FP32[n, 2]",
            "text: STRING[n]",
            "u: UINT64[n]",
            "b: BOOL[n]",
            "raw: BYTES[n]",
            "h: FP16[3]",
            "i: INT8[?]");
    private static final String PLAIN = "{\"f\": [[1, 2], [3.5, null]], \"text\": [\"a\", \"é🐭\"], \"u\": [1, 2],"
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
        "-1",
        "18446744073709551615",
        "9223372036854775808",
        "4294967296",
        "1e-400",
        "0.1",
        "\"text\"",
        "\"f\":",
        "\"inputs\":",
        "\"data\":",
        "\"shape\": [4294967296, 4294967296],",
        "\"parameters\": {\"binary_data_size\": 9},",
        "//",
        "\u0000",
        "\ufeff",
        "1".repeat(1200),
        "[".repeat(70)
    };
    private static final String PLACES =
            "input|output|body|event|name|batch|'[^']*' (has|is)|id |binary_data|parameters"
                    + "|Inference-Header-Content-Length";

    @Test
    void plainInputs() {
        Mutations bodies = Mutations.ofTexts(List.of(PLAIN, "{\"f\": [1, 2], \"text\": \"\"}"), PIECES);
        new Fuzz("plain JSON", PLACES + "|Required fields", 1 << 18, 128).run(bodies::next, body -> {
            Shapes shapes = body.length % 2 == 0 ? Shapes.EXACT : Shapes.OVH;
            JsonInputs.decode(body, PLAN.inputs(), shapes);
        });
    }

    /** JSON alone and with tensors behind it; what comes with the body is how many of its bytes are JSON. */
    private record Inference(byte[] body, int json) {
        static Inference of(String json, byte[] tail) {
            byte[] start = json.getBytes(StandardCharsets.UTF_8);
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes(start);
            body.writeBytes(tail);
            return new Inference(body.toByteArray(), start.length);
        }

        String shown() {
            return json + " bytes of JSON in " + Base64.getEncoder().encodeToString(body);
        }
    }

    private static final List<String> RIGHT_INFERENCE = List.of(
            "{\"id\": \"1\", \"inputs\": [{\"name\": \"f\", \"shape\": [1, 2], \"datatype\": \"FP32\", \"data\": [[1, 2.5]]},"
                    + " {\"data\": [\"é\", \"b\"], \"name\": \"text\", \"datatype\": \"BYTES\", \"shape\": [2]}],"
                    + " \"outputs\": [{\"name\": \"y\", \"parameters\": {\"binary_data\": true}}]}",
            "{\"inputs\": [{\"name\": \"f\", \"shape\": [2, 2], \"datatype\": \"FP32\", \"parameters\": {\"binary_data_size\": 16}},"
                    + " {\"name\": \"text\", \"shape\": [2], \"datatype\": \"BYTES\", \"parameters\": {\"binary_data_size\": 11}},"
                    + " {\"name\": \"b\", \"shape\": [1], \"datatype\": \"BOOL\", \"parameters\": {\"binary_data_size\": 1}}],"
                    + " \"parameters\": {\"binary_data_output\": true}}",
            "{\"inputs\": [{\"name\": \"raw\", \"shape\": [1], \"datatype\": \"BYTES\", \"data\": [\"AAAA\"],"
                    + " \"parameters\": {\"content_type\": \"base64\"}}, {\"name\": \"i\", \"shape\": [0], \"datatype\":"
                    + " \"INT8\", \"parameters\": {\"binary_data_size\": 0}}]}");

    /** The tails that belong to {@link #RIGHT_INFERENCE}'s second; for the others they are bytes too many. */
    private static byte[] tail() {
        ByteBuffer tail = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
        tail.putFloat(1).putFloat(2).putFloat(3).putFloat(4);
        tail.putInt(2).put("é".getBytes(StandardCharsets.UTF_8)).putInt(1).put((byte) 'b');
        return tail.put((byte) 1).array();
    }

    @Test
    void inferenceRequestsWithBinaryTensors() {
        Mutations heads = Mutations.ofTexts(RIGHT_INFERENCE, PIECES);
        Mutations tails = new Mutations(List.of(tail()), List.of(new byte[] {0, 0, 0, 0}, new byte[8]));
        new Fuzz("the Open Inference Protocol's JSON and binary tensors", PLACES, 1 << 18, 128)
                .run(
                        random -> inference(heads, tails, random),
                        request -> request.body().length,
                        Inference::shown,
                        request -> InferenceJson.read(request.body(), request.json(), PLAN));
    }

    private static Inference inference(Mutations heads, Mutations tails, Random random) {
        boolean rightHead = random.nextInt(4) == 0;
        String json = rightHead
                ? RIGHT_INFERENCE.get(random.nextInt(RIGHT_INFERENCE.size()))
                : new String(heads.next(random), StandardCharsets.UTF_8);
        byte[] tail = switch (random.nextInt(3)) {
            case 0 -> new byte[0];
            case 1 -> tail();
            default -> tails.next(random);
        };
        Inference right = Inference.of(json, tail);
        return random.nextInt(20) > 0
                ? right
                : new Inference(right.body(), random.nextInt(right.body().length + 3) - 1);
    }

    /** A body without a JSON header is the only input's data. */
    @Test
    void rawInferenceRequests() {
        List<Plan> plans = List.of(
                FuzzPlan.of("x: FP32[n, 3]"),
                FuzzPlan.of("x: BOOL[n]"),
                FuzzPlan.of("x: STRING[n]"),
                FuzzPlan.of("x: INT64[2, 2]"),
                FuzzPlan.of("x: FP16[n, m]"),
                FuzzPlan.of("x: BYTES"));
        Mutations bodies = new Mutations(
                List.of(new byte[12], new byte[32], new byte[] {1, 0, 1}, "été".getBytes(StandardCharsets.UTF_8)),
                List.of(new byte[4], new byte[8]));
        new Fuzz("raw tensors", PLACES, 1 << 16, 64)
                .run(bodies::next, body -> InferenceJson.read(body, 0, plans.get(body.length % plans.size())));
    }

    private static final String HEAD = "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/s\", \"type\": \"t\"";
    private static final List<String> EVENTS = List.of(
            HEAD + ", \"data\": {\"a\": [1, \"é\"]}, \"x\": 1}",
            HEAD + ", \"datacontenttype\": \"text/plain\", \"data\": \"a\", \"time\": \"2026-11-24T10:00:00Z\"}",
            HEAD + ", \"data_base64\": \"AAAA\", \"datacontenttype\": \"image/png\"}",
            HEAD
                    + ", \"data\": {\"inputs\": [{\"name\": \"a\", \"shape\": [1], \"datatype\": \"FP32\", \"data\": [1]}]}}",
            HEAD + ", \"data\": {\"a\": [1]}, \"subject\": null, \"last\": true}");
    private static final String[] EVENT_PIECES = {
        "{",
        "}",
        "[",
        "\"",
        ",",
        "\"data\": 1,",
        "\"id\": \"\",",
        "\"data_base64\": \"?\",",
        "\"specversion\": \"0.3\",",
        "\\ud800",
        "NaN",
        "null",
        "3000000000",
        "\u0000",
        "\"datacontenttype\": \"text/plain\",",
        "\"datacontenttype\": \"a; b=\\\"\",",
        "[".repeat(70)
    };
    private static final List<Plan> EVENT_PLANS =
            List.of(FuzzPlan.of("a: FP32[n]"), FuzzPlan.of("a: STRING[n]"), FuzzPlan.of("a: BYTES"));

    /** Inputs of the plan that has the event's type of data, now and then of another. */
    private static void inputs(CloudEvent event, int choice) {
        int right = event.isJson() ? 0 : event.mediaType().startsWith("text/") ? 1 : 2;
        Plan plan = EVENT_PLANS.get((choice % 8 == 0 ? choice : right) % EVENT_PLANS.size());
        if (EventData.isInference(event, plan)) {
            InferenceJson.read(event.data().orElseThrow(), plan);
        } else {
            EventData.decode(event, plan);
        }
    }

    @Test
    void structuredEvents() {
        Mutations bodies = Mutations.ofTexts(EVENTS, EVENT_PIECES);
        new Fuzz("structured events", PLACES, 1 << 17, 128)
                .run(bodies::next, body -> inputs(CloudEventJson.read(body), body.length));
    }

    @Test
    void batchesOfEvents() {
        Mutations bodies = Mutations.ofTexts(List.of("[" + String.join(", ", EVENTS) + "]", "[]"), EVENT_PIECES);
        new Fuzz("batches of events", PLACES, 1 << 17, 128).run(bodies::next, body -> {
            for (CloudEventJson.Read read : CloudEventJson.readBatch(body)) {
                inputs(read.event().orElseThrow(() -> read.fault().orElseThrow()), body.length);
            }
        });
    }

    /** Lines of {@code name: value}, then the body; each character of a header is a byte. */
    @Test
    void binaryEvents() {
        String required = "ce-id: 1\nce-source: /s\nce-specversion: 1.0\nce-type: t\n";
        Mutations requests = Mutations.ofTexts(
                List.of(
                        required + "content-type: application/json\nce-x: 100%25%C3%A9\n\n{\"a\": [1]}",
                        required + "Content-Type: text/plain\nCE-Time: 2026-11-24T10:00:00Z\n\né",
                        required + "content-type: image/png\n\nPNG",
                        required + "\n{\"a\": 1}"),
                "%",
                "%C3",
                "%ff",
                "%00",
                "%zz",
                "\n",
                "ce-id: 2\n",
                "ce-datacontenttype: a\n",
                "ce-my_name: x\n",
                "ce-time: x\n",
                ":",
                "ce-",
                "é",
                "\u0000",
                "a".repeat(300));
        new Fuzz("event headers", PLACES + "|header", 1 << 17, 128).run(requests::next, request -> {
            String text = new String(request, StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\n\n");
            List<Map.Entry<String, String>> headers = new ArrayList<>();
            text.substring(0, Math.max(end, 0)).lines().forEach(line -> {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    headers.add(Map.entry(
                            line.substring(0, colon), line.substring(colon + 1).trim()));
                }
            });
            byte[] body = text.substring(end + 1).strip().getBytes(StandardCharsets.ISO_8859_1);
            inputs(CloudEventHeaders.read(headers, body), request.length);
        });
    }
}
