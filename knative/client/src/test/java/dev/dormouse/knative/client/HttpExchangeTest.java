package dev.dormouse.knative.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpExchangeTest {
    private static final URI URL = URI.create("http://wine.demo.invalid/eval");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void reachesAHostThatDoesNotResolveByWayOfAnAddress() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/eval", exchange -> {
            String answer = exchange.getRequestHeaders().getFirst("Host") + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(201, exchange.getRequestMethod().equals("GET") ? 0 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            HttpExchange exchange = new HttpExchange(server.getAddress(), LIMIT);
            HttpExchange.Answer answer = exchange.postJson(URL, "[1]".getBytes(StandardCharsets.UTF_8));
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.text()).isEqualTo("wine.demo.invalid application/json [1]");
            // without a length: chunked
            assertThat(exchange.get(URL).text()).isEqualTo("wine.demo.invalid null");
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SSH-2.0-x;|the answer is no HTTP/1.1: SSH-2.0-x",
                "HTTP/1.1 200 OK;Content-Length: 10;;abc|the answer was cut short",
                "HTTP/1.1 200 OK;Content-Length: -1;;|longer than",
                "HTTP/1.1 200 OK;Content-Length: x;;|gives no length: x",
                "HTTP/1.1 200 OK;Transfer-Encoding: chunked;;zz;|gives no length: zz",
                "HTTP/1.1 200|closed before an answer",
            })
    void anAnswerThatIsNoneIsTold(String written, String complaint) {
        assertThatThrownBy(() -> exchange(written))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void anInterimAnswerIsNotTheAnswer() throws Exception {
        HttpExchange.Answer answer =
                exchange("HTTP/1.1 100 Continue;;HTTP/1.1 200 OK;Transfer-Encoding: chunked;;2;ab;1;c;0;;");
        assertThat(answer.text()).isEqualTo("abc");
    }

    @Test
    void doesNotWaitForEver() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpExchange exchange = new HttpExchange(
                    new InetSocketAddress(silent.getInetAddress(), silent.getLocalPort()), Duration.ofMillis(200));
            assertThatThrownBy(() -> exchange.get(URL)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    /** Answers one request with these lines. */
    private static HttpExchange.Answer exchange(String lines) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read(new byte[4096]);
                    socket.getOutputStream().write(lines.replace(";", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            answering.start();
            try {
                return new HttpExchange(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), LIMIT)
                        .get(URL);
            } finally {
                answering.join();
            }
        }
    }
}
