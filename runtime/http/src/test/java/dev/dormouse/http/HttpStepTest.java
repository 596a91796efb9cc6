package dev.dormouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.Options;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepContext.Wire;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The step against servers that answer well, badly, late, too much, or not at all. */
class HttpStepTest {
    private static final String GOOD =
            "{\"model_name\": \"m\", \"outputs\": [{\"name\": \"y\", \"datatype\": \"FP32\", \"shape\": [2, 1], \"data\": [3, 7]}]}";
    private static final TensorType X = TensorType.parse("FP32[n, 2]");
    private static final TensorType Y = TensorType.parse("FP32[n, 1]");

    private static StepContext context(String url, String timeout, long retries) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("url", url);
        options.put("model", "m");
        options.put("inputs", Map.of("x", X.toString()));
        options.put("outputs", Map.of("y", Y.toString()));
        options.put("timeout", timeout);
        options.put("retries", retries);
        options.put("binary", false);
        options.put("rowByRow", false);
        options.put("maxResponse", 1L);
        return new StepContext(
                new Declaration("remote", new Options(options), Map.of()),
                List.of(new Wire("x", X)),
                List.of(new Wire("y", Y)));
    }

    private static Tensor[] run(Step step) throws Exception {
        NumericTensor x = NumericTensor.allocate(Datatype.FP32, Shape.of(2, 2));
        for (int i = 0; i < 4; i++) {
            x.setDouble(i, i + 1);
        }
        return step.run(new Tensor[] {x});
    }

    private static PipelineException failure(String url, String timeout, long retries) {
        try (Step step = new HttpKind().open(context(url, timeout, retries))) {
            run(step);
        } catch (PipelineException e) {
            return e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("no failure");
    }

    @Test
    void tensorsGoThereAndBack() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.of(200, GOOD));
                Step step = new HttpKind().open(context(server.url() + "/", "2s", 0))) {
            NumericTensor y = (NumericTensor) run(step)[0];
            assertThat(y.shape()).isEqualTo(Shape.of(2, 1));
            assertThat(y.getDouble(1)).isEqualTo(7);
            assertThat(server.paths).containsExactly("/v2/models/m/infer");
            assertThat(server.bodies.get(0))
                    .isEqualTo(
                            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[2,2],\"data\":[1.0,2.0,3.0,4.0]}],"
                                    + "\"outputs\":[{\"name\":\"y\"}]}");
            assertThat(server.headers.get(0)).doesNotContainKey("Upgrade");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "400 | {\"error\": \"x is odd\"}  | INVALID_INPUT        | answered 400: {\"error\": \"x is odd\"}",
                "401 | no                         | BAD_UPSTREAM         | answered 401: no; check the step's 'headers'",
                "404 |                            | BAD_UPSTREAM         | answered 404; check the step's 'url' and 'model'",
                "429 | busy                       | UPSTREAM_UNAVAILABLE | answered 429: busy",
                "500 | it broke                   | BAD_UPSTREAM         | answered 500: it broke",
                "503 |                            | UPSTREAM_UNAVAILABLE | answered 503",
                "204 |                            | BAD_UPSTREAM         | answered 204",
                "200 |                            | BAD_UPSTREAM         | the answer is empty",
                "200 | <html>Hello</html>         | BAD_UPSTREAM         | it begins: <html>Hello</html>",
                "200 | {\"outputs\": []}          | BAD_UPSTREAM         | the answer lacks the output 'y'; it has none",
                "200 | {\"outputs\": [{\"name\": \"z\", \"datatype\": \"FP32\", \"shape\": [1], \"data\": [1]}]} | BAD_UPSTREAM | 'z' is not an output; the outputs are 'y' FP32[n, 1]",
                "200 | {\"outputs\": [{\"name\": \"y\", \"datatype\": \"FP64\", \"shape\": [2, 1], \"data\": [1, 2]}]} | BAD_UPSTREAM | output 'y' has the datatype FP32, not 'FP64'",
                "200 | {\"outputs\": [{\"name\": \"y\", \"datatype\": \"FP32\", \"shape\": [2, 2], \"data\": [1, 2, 3, 4]}]} | BAD_UPSTREAM | output 'y' is declared FP32[n, 1], but the answer has the shape [2, 2]; n is 2",
                "200 | {\"outputs\": [{\"name\": \"y\", \"datatype\": \"FP32\", \"shape\": [3, 1], \"data\": [1, 2, 3]}]} | BAD_UPSTREAM | but the answer has the shape [3, 1]; n is 2",
                "200 | {\"outputs\": [{\"name\": \"y\", \"datatype\": \"FP32\", \"shape\": [2, 1], \"data\": [1]}]} | BAD_UPSTREAM | output 'y' has the shape [2, 1]",
                "200 | {\"outputs\": [{\"name\": \"y\", \"datatype\": \"FP32\", \"shape\": [9999999, 9999999], \"data\": [1]}]} | BAD_UPSTREAM | output 'y'",
            })
    void anAnswerThatIsNoneSaysWhoseFaultItIs(int status, String body, ErrorCode code, String said) throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.of(status, body == null ? "" : body))) {
            PipelineException failure = failure(server.url(), "2s", 0);
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure)
                    .hasMessageContaining(server.url() + "/v2/models/m/infer")
                    .hasMessageContaining(said);
        }
    }

    @Test
    void aRedirectIsNotFollowedAndItsQueryNotTold() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                ScriptedServer.of(307, "", "Location", "http://user@elsewhere.example/a?token=s3"))) {
            PipelineException failure = failure(server.url(), "2s", 2);
            assertThat(failure.code()).isEqualTo(ErrorCode.BAD_UPSTREAM);
            assertThat(failure)
                    .hasMessageEndingWith("answered 307 to http://elsewhere.example/a; redirects are not followed");
            assertThat(server.paths).hasSize(1);
        }
    }

    @Test
    void aBusyServerIsAskedAgainAfterTheTimeThatItNames() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer(exchange -> (calls.incrementAndGet() == 1
                                ? ScriptedServer.of(503, "", "Retry-After", "1")
                                : ScriptedServer.of(200, GOOD))
                        .to(exchange));
                Step step = new HttpKind().open(context(server.url(), "5s", 2))) {
            long start = System.nanoTime();
            assertThat(run(step)).hasSize(1);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(950));
            assertThat(calls).hasValue(2);
        }
    }

    @Test
    void aServerThatAsksForMoreTimeThanThereIsIsNotAskedAgain() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.of(503, "", "Retry-After", "60"))) {
            assertThat(failure(server.url(), "1s", 3).code()).isEqualTo(ErrorCode.UPSTREAM_UNAVAILABLE);
            assertThat(server.paths).hasSize(1);
        }
    }

    @Test
    void aRefusalOfTheValuesIsNotRepeated() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.of(400, "odd"))) {
            failure(server.url(), "2s", 3);
            assertThat(server.paths).hasSize(1);
        }
    }

    @Test
    void aSlowServerIsNotWaitedForLongerThanTheTimeout() throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> Thread.sleep(20_000))) {
            long start = System.nanoTime();
            PipelineException failure = failure(server.url(), "300ms", 2);
            assertThat(failure.code()).isEqualTo(ErrorCode.UPSTREAM_TIMEOUT);
            assertThat(failure).hasMessageEndingWith("did not answer within 300 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void aServerThatDripsItsAnswerIsNotWaitedForEither() throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 200; i++) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
                Thread.sleep(100);
            }
        })) {
            assertThat(failure(server.url(), "400ms", 0).code()).isEqualTo(ErrorCode.UPSTREAM_TIMEOUT);
        }
    }

    @Test
    void anEndlessAnswerIsCut() throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] much = new byte[1 << 16];
            for (int i = 0; i < 100_000; i++) {
                exchange.getResponseBody().write(much);
            }
        })) {
            PipelineException failure = failure(server.url(), "10s", 0);
            assertThat(failure.code()).isEqualTo(ErrorCode.BAD_UPSTREAM);
            assertThat(failure).hasMessageContaining("the answer has more than 1 MiB");
        }
    }

    @Test
    void anAnswerThatSaysThatItIsTooLargeIsNotWaitedFor() throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.sendResponseHeaders(200, 10_000_000_000L);
            Thread.sleep(5_000);
        })) {
            PipelineException failure = failure(server.url(), "2s", 0);
            assertThat(failure.code()).isEqualTo(ErrorCode.BAD_UPSTREAM);
            assertThat(failure).hasMessageContaining("the answer has more than 1 MiB");
        }
    }

    @Test
    void aConnectionThatBreaksIsTriedAgain() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> {
                while (!listener.isClosed()) {
                    try (Socket socket = listener.accept()) {
                        if (connections.incrementAndGet() < 3) {
                            socket.setSoLinger(true, 0); // a reset
                            continue;
                        }
                        socket.getInputStream().read(new byte[1 << 16]);
                        OutputStream out = socket.getOutputStream();
                        out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + GOOD.length() + "\r\n\r\n" + GOOD)
                                .getBytes(StandardCharsets.UTF_8));
                        out.flush();
                    } catch (Exception e) {
                        return;
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
            String url = "http://127.0.0.1:" + listener.getLocalPort();
            assertThat(failure(url, "2s", 0).code()).isEqualTo(ErrorCode.UPSTREAM_UNAVAILABLE);
            try (Step step = new HttpKind().open(context(url, "5s", 2))) {
                assertThat(run(step)).hasSize(1);
            }
        }
    }

    @Test
    void whereNobodyListensItIsSaid() throws Exception {
        int port;
        try (ServerSocket listener = new ServerSocket(0)) {
            port = listener.getLocalPort();
        }
        assertThat(failure("http://127.0.0.1:" + port, "2s", 1))
                .hasMessage(
                        "http://127.0.0.1:" + port + "/v2/models/m/infer cannot be reached: the connection is refused");
        assertThat(failure("http://no-such-host.invalid", "2s", 0)).hasMessageContaining("no host has that name");
    }

    @Test
    void afterManyFailuresNothingIsCalledForAWhileAndThenAgain() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.of(500, "broken"))) {
            ModelServer model = new ModelServer(
                    InferUrl.of(server.url(), "m", Optional.empty()), Map.of(), Duration.ofSeconds(2), 1 << 20);
            Calls calls =
                    Calls.guarding("there", 0, Duration.ofSeconds(2), new Calls.Breaker(4, Duration.ofMillis(400)));
            Step step = new HttpStep(
                    context(server.url(), "2s", 0), model, calls, false, List.of(new dev.dormouse.plan.Port("y", Y)));
            for (int i = 0; i < 4; i++) {
                assertThatThrownBy(() -> run(step)).hasMessageContaining("answered 500: broken");
            }
            assertThatThrownBy(() -> run(step))
                    .hasMessage("there is not called for 400 ms: at least half of the last 4 calls failed");
            assertThat(server.paths).hasSize(4);
            server.answers(ScriptedServer.of(200, GOOD));
            Thread.sleep(500);
            assertThat(run(step)).hasSize(1);
            assertThat(run(step)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 503})
    void aServerThatRepeatsTheHeadersDoesNotGiveThemAway(int status) throws Exception {
        String told = "you said Bearer s3cret-token, that is: s3cret-token".repeat(10);
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.of(status, told))) {
            StepContext context = context(server.url(), "2s", 0);
            ModelServer model = new ModelServer(
                    InferUrl.of(server.url(), "m", Optional.empty()),
                    Map.of("Authorization", "Bearer s3cret-token"),
                    Duration.ofSeconds(2),
                    1 << 20);
            Calls calls = Calls.guarding("there", 0, Duration.ofSeconds(2), Calls.Breaker.USUAL);
            HttpStep step = new HttpStep(context, model, calls, false, List.of(new Port("y", Y)));
            assertThatThrownBy(() -> run(step))
                    .hasMessageContaining("you said ***, that is: ***")
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void aHeaderComesFromTheEnvironmentAndAVariableThatIsNotSetIsNamed() {
        Options options =
                new Options(Map.of("headers", Map.of("Authorization", Map.of("env", "TOKEN"), "X-Team", "ml")));
        assertThat(RequestHeaders.of(options, Map.of("TOKEN", "Bearer s3cret\n")))
                .isEqualTo(Map.of("Authorization", "Bearer s3cret", "X-Team", "ml"));
        assertThatThrownBy(() -> RequestHeaders.of(options, Map.of()))
                .hasMessage("the environment variable TOKEN, which holds a header's value, is not set");
        assertThatThrownBy(() -> RequestHeaders.of(options, Map.of("TOKEN", "a\r\nHost: b")))
                .hasMessageContaining("holds a line break")
                .hasMessageNotContaining("Host");
        assertThat(new HttpKind().variables(options)).containsExactly("TOKEN");
    }
}
