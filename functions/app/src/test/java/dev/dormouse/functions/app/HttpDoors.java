package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.plan.Plan;
import dev.dormouse.protocol.RawTensors;
import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.testkit.RunningApp;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One set of inputs through the HTTP doors of a running function; requests are written by hand, as a client would. */
final class HttpDoors {
    private static final String[] EVENT = {"ce-id", "1", "ce-type", "t", "ce-source", "/s", "ce-specversion", "1.0"};
    private static final String HEAD =
            "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"t\",\"source\":\"/s\",\"data\":";

    private final RunningApp app;
    private final String name;
    private final JsonAnswers answers;

    HttpDoors(RunningApp app, Plan plan) {
        this.app = app;
        this.name = plan.metadata().name();
        this.answers = new JsonAnswers(plan);
    }

    /** What comes back, by the door; the status is 200. */
    interface Door {
        Map<String, Elements> ask(Map<String, Tensor> inputs) throws Exception;
    }

    private byte[] answered(HttpRequest request) throws Exception {
        HttpResponse<byte[]> answer = app.sendForBytes(request);
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return answer.body();
    }

    private HttpRequest typed(String path, String type, byte[] body) {
        return app.request(path)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String object(Map<String, Tensor> inputs) {
        return inputs.entrySet().stream()
                .map(input -> "\"" + input.getKey() + "\":" + Elements.json(input.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    HttpRequest plainRequest(Map<String, Tensor> inputs) {
        return app.json("/" + name, utf8(object(inputs)));
    }

    HttpRequest evalRequest(Map<String, Tensor> inputs) {
        return app.json("/eval", utf8(object(inputs)));
    }

    HttpRequest binaryEventRequest(Map<String, Tensor> inputs) {
        return app.json("/" + name, utf8(object(inputs)), EVENT);
    }

    HttpRequest structuredEventRequest(Map<String, Tensor> inputs) {
        return typed("/", "application/cloudevents+json", utf8(HEAD + object(inputs) + "}"));
    }

    HttpRequest inferenceRequest(Map<String, Tensor> inputs) {
        return app.json("/v2/models/" + name + "/infer", utf8(inference(inputs)));
    }

    private static String inference(Map<String, Tensor> inputs) {
        return inputs.entrySet().stream()
                .map(input -> "{\"name\":\"" + input.getKey() + "\",\"shape\":"
                        + Elements.dims(input.getValue().shape()) + ",\"datatype\":\""
                        + input.getValue().datatype().protocolName() + "\",\"data\":" + Elements.json(input.getValue())
                        + (input.getValue() instanceof BytesTensor
                                ? ",\"parameters\":{\"content_type\":\"base64\"}"
                                : "")
                        + "}")
                .collect(Collectors.joining(",", "{\"inputs\":[", "]}"));
    }

    HttpRequest binaryInferenceRequest(Map<String, Tensor> inputs) {
        ByteArrayOutputStream tail = new ByteArrayOutputStream();
        String head = inputs.entrySet().stream()
                .map(input -> {
                    byte[] raw = bytes(RawTensors.write(input.getValue()));
                    tail.writeBytes(raw);
                    return "{\"name\":\"" + input.getKey() + "\",\"shape\":"
                            + Elements.dims(input.getValue().shape()) + ",\"datatype\":\""
                            + input.getValue().datatype().protocolName()
                            + "\",\"parameters\":{\"binary_data_size\":" + raw.length + "}}";
                })
                .collect(Collectors.joining(",", "{\"inputs\":[", "],\"parameters\":{\"binary_data_output\":true}}"));
        byte[] json = utf8(head);
        byte[] body = Arrays.copyOf(json, json.length + tail.size());
        System.arraycopy(tail.toByteArray(), 0, body, json.length, tail.size());
        return app.request("/v2/models/" + name + "/infer")
                .header("Content-Type", "application/octet-stream")
                .header("Inference-Header-Content-Length", Integer.toString(json.length))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** The doors whose answers are JSON with the shapes that the tensors have. */
    Map<String, Door> json() {
        return Map.of(
                "/NAME", inputs -> answers.plain(answered(plainRequest(inputs))),
                "binary event", inputs -> answers.plain(answered(binaryEventRequest(inputs))),
                "structured event", inputs -> answers.event(answered(structuredEventRequest(inputs))),
                "V2 JSON", inputs -> answers.inference(answered(inferenceRequest(inputs))));
    }

    Map<String, Elements> eval(Map<String, Tensor> inputs) throws Exception {
        return answers.plain(answered(evalRequest(inputs)));
    }

    List<Map<String, Elements>> batch(List<Map<String, Tensor>> events) throws Exception {
        String body =
                events.stream().map(inputs -> HEAD + object(inputs) + "}").collect(Collectors.joining(",", "[", "]"));
        return answers.events(answered(typed("/" + name, "application/cloudevents-batch+json", utf8(body))));
    }

    /** The bytes behind the JSON of the answer, which are those of the outputs in their order. */
    byte[] binaryInference(Map<String, Tensor> inputs) throws Exception {
        HttpResponse<byte[]> answer = app.sendForBytes(binaryInferenceRequest(inputs));
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        int json = (int) answer.headers()
                .firstValueAsLong("Inference-Header-Content-Length")
                .orElseThrow();
        return Arrays.copyOfRange(answer.body(), json, answer.body().length);
    }

    HttpResponse<String> refused(HttpRequest request) throws Exception {
        return app.send(request);
    }
}
