package dev.dormouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.TextTensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CloudEventTest {
    private static final String HEAD = "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/s\", \"type\": \"t\"";

    private static CloudEvent read(String members) {
        return CloudEventJson.read((HEAD + members + "}").getBytes(StandardCharsets.UTF_8));
    }

    private static CloudEvent binary(byte[] body, String... headers) {
        List<Map.Entry<String, String>> all = new java.util.ArrayList<>(List.of(
                Map.entry("CE-Id", "1"),
                Map.entry("ce-source", "/s"),
                Map.entry("ce-specversion", "1.0"),
                Map.entry("ce-type", "t")));
        for (int i = 0; i < headers.length; i += 2) {
            all.add(Map.entry(headers[i], headers[i + 1]));
        }
        return CloudEventHeaders.read(all, body);
    }

    private static String text(CloudEvent event) {
        return new String(event.data().orElseThrow(), StandardCharsets.UTF_8);
    }

    @Test
    void dataAreKeptByteForByte() {
        assertThat(text(read(", \"data\": {\"x\":  [18446744073709551615, 1e0],\"x\": 1}")))
                .isEqualTo("{\"x\":  [18446744073709551615, 1e0],\"x\": 1}");
        assertThat(text(read(", \"data\": \"{\\\"a\\\"\", \"datacontenttype\": \"text/plain; charset=utf-8\"")))
                .isEqualTo("{\"a\"");
        assertThat(text(read(", \"data\": \"a\\tb\""))).isEqualTo("\"a\\tb\"");
        assertThat(read(", \"datacontenttype\": \"image/png\", \"data_base64\": \"/wA=\"")
                        .data()
                        .orElseThrow())
                .containsExactly(-1, 0);
        assertThat(read(", \"data\": null").data()).isEmpty();
        assertThat(read(", \"datacontenttype\": \"Application/Vnd.X+JSON; a=b\"")
                        .isJson())
                .isTrue();
    }

    @Test
    void headerValuesAreDecodedOnce() {
        assertThat(binary(new byte[0], "ce-subject", "100%25%C3%A9%2541 50% %4")
                        .attributes()
                        .get("subject"))
                .isEqualTo("100%é%41 50% %4");
        assertThat(binary(new byte[0], "ce-subject", "\u00c3\u00a9")
                        .attributes()
                        .get("subject"))
                .isEqualTo("é");
        assertThat(binary(new byte[0], "content-type", "text/plain").mediaType())
                .isEqualTo("text/plain");
    }

    @Test
    void anAnswerKeepsExtensionsAndNamesItsCause() {
        CloudEvent cause = read(", \"partitionkey\": \"é\", \"retries\": 3, \"last\": true, \"subject\": \"s\"");
        CloudEvent answer = CloudEvent.answering(
                cause.attributes(),
                "2",
                "answered",
                "/me",
                Instant.parse("2026-11-24T10:00:00.123456Z"),
                "{\"y\":1}".getBytes(StandardCharsets.UTF_8));
        assertThat(new String(CloudEventJson.write(answer), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"specversion\":\"1.0\",\"id\":\"2\",\"source\":\"/me\",\"type\":\"answered\","
                                + "\"time\":\"2026-11-24T10:00:00.123Z\",\"datacontenttype\":\"application/json\","
                                + "\"partitionkey\":\"é\",\"retries\":3,\"last\":true,\"causationid\":\"1\",\"data\":{\"y\":1}}");
        assertThat(CloudEventHeaders.write(answer))
                .containsEntry("ce-partitionkey", "%C3%A9")
                .containsEntry("ce-retries", "3")
                .containsEntry("ce-causationid", "1")
                .containsEntry("content-type", "application/json")
                .doesNotContainKey("ce-datacontenttype");
    }

    @Test
    void aBadEventOfABatchDoesNotHarmTheOthers() {
        List<CloudEventJson.Read> events = CloudEventJson.readBatch(
                ("[" + HEAD + ", \"data\": {}}, 7, {\"id\": \"x\", \"type\": {\"a\": [1]}, \"data\": [[]]}," + HEAD
                                + ", \"data\": [], \"data\": [{}]}, " + HEAD + "}]")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(events)
                .extracting(
                        read -> read.fault().map(PipelineException::getMessage).orElse("good"))
                .containsExactly(
                        "good",
                        "the event is the number 7, not an object",
                        "the event's type is an object; attributes are texts, whole numbers, true or false",
                        "the event has 'data' twice",
                        "good");
        assertThat(events.get(2).attributes()).containsEntry("id", "x");
    }

    @Test
    void dataBecomeInputs() {
        Plan text = Ports.plan(Ports.of("text: STRING[n]"), Ports.of("y: FP32[n]"));
        Plan image = Ports.plan(Ports.of("image: BYTES"), Ports.of("y: FP32[n]"));
        DecodedInputs plain =
                EventData.decode(binary("né".getBytes(StandardCharsets.UTF_8), "content-type", "text/plain"), text);
        assertThat(((TextTensor) plain.tensors().get("text")).values()).containsExactly("né");
        assertThat(plain.singleRow()).isTrue();
        DecodedInputs picture = EventData.decode(binary(new byte[] {1, 2}, "content-type", "image/png"), image);
        assertThat(picture.tensors().get("image")).isInstanceOfSatisfying(BytesTensor.class, tensor -> {
            assertThat(tensor.shape()).isEqualTo(Shape.SCALAR);
            assertThat(tensor.get(0)).containsExactly(1, 2);
        });
        assertThat(EventData.isInference(read(", \"data\": {\"id\": \"1\", \"inputs\": []}"), text))
                .isTrue();
        assertThat(EventData.isInference(read(", \"data\": {\"text\": [\"inputs\"]}"), text))
                .isFalse();
        assertThat(EventData.isInference(
                        read(", \"data\": {\"inputs\": []}"),
                        Ports.plan(Ports.of("inputs: FP32[n]"), Ports.of("y: FP32[n]"))))
                .isFalse();
        PipelineException refused = catchThrowableOfType(
                PipelineException.class,
                () -> EventData.decode(binary(new byte[] {1}, "content-type", "image/png"), text));
        assertThat(refused.code().httpStatus()).isEqualTo(415);
    }

    @Test
    void headersThatAreNoEventAreRefused() {
        String[][] wrong = {
            {"ce-subject", "%C3", "ce-subject is not UTF-8"},
            {"ce-id", "2", "ce-id twice"},
            {"ce-my_name", "x", "'my_name'"},
            {"ce-time", "today", "RFC 3339"},
            {"ce-datacontenttype", "a/b", "Content-Type"}
        };
        for (String[] header : wrong) {
            PipelineException refused =
                    catchThrowableOfType(PipelineException.class, () -> binary(new byte[0], header[0], header[1]));
            assertThat(refused).as(header[0]).isNotNull().hasMessageContaining(header[2]);
        }
    }

    @Test
    void everyBadEventGetsItsMessage() throws IOException {
        RefusalTable.check(
                "bad-events.txt",
                Map.of(
                        "",
                        line -> CloudEventJson.read(line.replace("HEAD", HEAD).getBytes(StandardCharsets.UTF_8))));
    }
}
