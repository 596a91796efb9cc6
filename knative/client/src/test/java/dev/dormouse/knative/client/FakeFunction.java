package dev.dormouse.knative.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.PlanJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** An ingress with functions behind it, which answer each example of a plan as it says. */
final class FakeFunction implements AutoCloseable {
    private final HttpServer server;
    private final Plan plan;
    private final Set<String> asked = new LinkedHashSet<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private Optional<String> answer = Optional.empty();
    private Runnable onReady = () -> {};
    private Runnable onExample = () -> {};

    FakeFunction(Plan plan) throws IOException {
        this.plan = plan;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/q/health/ready", exchange -> {
            onReady.run();
            send(exchange, "{}");
        });
        server.createContext("/eval", this::evaluate);
        server.start();
    }

    /** Whatever is asked. */
    void answers(String json) {
        answer = Optional.of(json);
    }

    /** Happens before it says that it is ready. */
    void onReady(Runnable event) {
        onReady = event;
    }

    /** Happens before it answers an example. */
    void onExample(Runnable event) {
        onExample = event;
    }

    /** Takes examples and never answers. */
    void hangs() {
        onExample = () -> {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** The hosts that were asked. */
    Set<String> asked() {
        return asked;
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void evaluate(HttpExchange exchange) throws IOException {
        onExample.run();
        byte[] inputs = exchange.getRequestBody().readAllBytes();
        send(
                exchange,
                answer.orElseGet(() -> plan.examples().stream()
                        .filter(example -> Arrays.equals(PlanJson.encode(example.inputs()), inputs))
                        .map(example -> new String(PlanJson.encode(example.outputs()), StandardCharsets.UTF_8))
                        .findFirst()
                        .orElseThrow()));
    }

    private void send(HttpExchange exchange, String text) throws IOException {
        asked.add(exchange.getRequestHeaders().getFirst("Host"));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
