package dev.dormouse.knative.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * An API server that gives the answers it was told, the last one again and again, or asks for them; everything else is
 * 404.
 */
final class FakeApi implements AutoCloseable {
    private static final String SERVING =
            "{\"kind\":\"APIGroup\",\"apiVersion\":\"v1\",\"name\":\"serving.knative.dev\","
                    + "\"versions\":[{\"groupVersion\":\"serving.knative.dev/v1\",\"version\":\"v1\"}]}";

    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final Map<String, Function<Request, Answer>> asked = new ConcurrentHashMap<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();

    record Answer(int status, String body) {}

    /** What an answer is computed from; the query is decoded, empty if there is none. */
    record Request(String query, String body) {}

    FakeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    FakeApi withKnative() {
        return answer("GET /apis/serving.knative.dev", 200, SERVING);
    }

    FakeApi answer(String request, int status, String body) {
        answers.computeIfAbsent(request, key -> new ArrayDeque<>()).add(new Answer(status, body));
        return this;
    }

    /** The answer is computed; what {@link #answer} says of the same request comes first. */
    FakeApi on(String request, Function<Request, Answer> computed) {
        asked.put(request, computed);
        return this;
    }

    /** A refusal as the API server words it. */
    FakeApi refuse(String request, int status, String message) {
        return answer(request, status, status(status, message));
    }

    static String status(int status, String message) {
        return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":" + status
                + ",\"message\":\"" + message.replace("\"", "\\\"") + "\"}";
    }

    private void handle(HttpExchange exchange) throws IOException {
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        requests.add(request);
        Deque<Answer> known = answers.getOrDefault(request, new ArrayDeque<>());
        Answer answer = known.isEmpty()
                ? asked.getOrDefault(request, unknown -> new Answer(404, "404 page not found"))
                        .apply(new Request(
                                Objects.requireNonNullElse(
                                        exchange.getRequestURI().getQuery(), ""),
                                sent))
                : known.size() > 1 ? known.removeFirst() : known.getFirst();
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    long requests(String request) {
        return requests.stream().filter(request::equals).count();
    }

    Cluster cluster() {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return Cluster.over(new Connection(
                new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl(url)
                        .withNamespace("demo")
                        .build(),
                "demo"));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
