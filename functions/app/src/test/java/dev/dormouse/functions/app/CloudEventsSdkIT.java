package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dormouse.testkit.RunningApp;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.message.MessageReader;
import io.cloudevents.core.message.MessageWriter;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Java SDK of CloudEvents writes what is sent and reads what is answered, in each mode. It neither encodes nor decodes
 * what stands in headers: its percent sign comes as it is.
 */
@Tag("it")
class CloudEventsSdkIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonFormat FORMAT = new JsonFormat();
    private static final String BATCH = "application/cloudevents-batch+json";

    private static RunningApp app;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        app = RunningApp.start(Bundles.compile("types", folder));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private static CloudEvent event(String id, String text) {
        String data = "{\"features\": [3, 10], \"count\": 255, \"big\": 7, \"flag\": true, \"text\": \"" + text + "\"}";
        return CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create("/sdk"))
                .withType("any.thing")
                .withSubject("100%")
                .withExtension("partitionkey", "key-1")
                .withExtension("part", 7)
                .withData("application/json", data.getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private static HttpResponse<byte[]> send(Function<MessageWriter<?, Void>, Object> writing) throws Exception {
        HttpRequest.Builder request = app.request("/");
        AtomicReference<byte[]> body = new AtomicReference<>();
        writing.apply(HttpMessageFactory.createWriter(request::header, body::set));
        return app.sendForBytes(
                request.POST(HttpRequest.BodyPublishers.ofByteArray(body.get())).build());
    }

    private static CloudEvent read(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        MessageReader reader =
                HttpMessageFactory.createReaderFromMultimap(answer.headers().map(), answer.body());
        return reader.toEvent();
    }

    private static void check(CloudEvent answer, String cause, String text) throws Exception {
        assertThat(answer.getType()).isEqualTo("types.answered");
        assertThat(answer.getSource()).isEqualTo(URI.create("/types"));
        assertThat(answer.getId()).isNotEqualTo(cause);
        assertThat(answer.getTime()).isNotNull();
        assertThat(answer.getDataContentType()).isEqualTo("application/json");
        assertThat(answer.getExtension("causationid")).isEqualTo(cause);
        assertThat(answer.getExtension("partitionkey")).isEqualTo("key-1");
        JsonNode data = JSON.readTree(Objects.requireNonNull(answer.getData()).toBytes());
        assertThat(data)
                .isEqualTo(JSON.readTree("{\"scaled\": [1.0, 2.0], \"count\": 255, \"big\": 7.0, \"flag\": 1,"
                        + " \"text\": \"" + text + "\"}"));
    }

    @Test
    void binary() throws Exception {
        HttpResponse<byte[]> answer = send(writer -> writer.writeBinary(event("1", "É")));
        assertThat(answer.headers().firstValue("ce-id")).isPresent();
        check(read(answer), "1", "é");
    }

    @Test
    void structured() throws Exception {
        HttpResponse<byte[]> answer = send(writer -> writer.writeStructured(event("2", "É"), FORMAT));
        assertThat(answer.headers().firstValue("Content-Type")).contains(JsonFormat.CONTENT_TYPE);
        CloudEvent event = read(answer);
        assertThat(event.getExtension("part")).isEqualTo(7);
        check(event, "2", "é");
    }

    /** The SDK has no batches; its format writes and reads each of their events. */
    @Test
    void batched() throws Exception {
        List<String> events = new ArrayList<>();
        for (String text : List.of("A", "B", "É")) {
            events.add(new String(FORMAT.serialize(event("of " + text, text)), StandardCharsets.UTF_8));
        }
        HttpResponse<byte[]> answer = app.sendForBytes(app.request("/")
                .header("Content-Type", BATCH)
                .POST(HttpRequest.BodyPublishers.ofString(events.toString()))
                .build());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(BATCH);
        List<String> causes = new ArrayList<>();
        for (JsonNode each : JSON.readTree(answer.body())) {
            CloudEvent event = FORMAT.deserialize(JSON.writeValueAsBytes(each));
            String cause = String.valueOf(event.getExtension("causationid"));
            causes.add(cause);
            check(event, cause, cause.substring(3).toLowerCase(Locale.ROOT));
        }
        assertThat(causes).containsExactly("of A", "of B", "of É");
    }
}
