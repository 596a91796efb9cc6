package dev.dormouse.knative.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpExchangeTest {
    private static final URI URL = URI.create("http://wine.demo.invalid/eval");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void reachesAHostThatDoesNotResolveByWayOfAnAddress() throws IOException {
        HttpServer server = HttpServer.create(loopback(), 0);
        server.createContext("/eval", telling(201));
        server.start();
        try {
            HttpExchange exchange = new HttpExchange(server.getAddress(), URL, () -> LIMIT);
            HttpExchange.Answer answer = exchange.postJson(URL, "[1]".getBytes(StandardCharsets.UTF_8));
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.text()).isEqualTo("wine.demo.invalid application/json [1]");
            // without a length: chunked
            assertThat(exchange.get(URL).text()).isEqualTo("wine.demo.invalid null");
        } finally {
            server.stop(0);
        }
    }

    /** The name is asked for and checked, although the connection goes to an address. */
    @Test
    void overTlsTheCertificateMustBeOfTheFunctionsHost(@TempDir Path folder) throws Exception {
        SSLContext before = SSLContext.getDefault();
        SSLContext own = selfSigned(folder, "wine.demo.invalid");
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(own));
        server.createContext("/eval", telling(200));
        server.start();
        SSLContext.setDefault(own);
        try {
            URI wrong = URI.create("https://other.demo.invalid/eval");
            assertThatThrownBy(() -> new HttpExchange(server.getAddress(), wrong, () -> LIMIT).get(wrong))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No subject alternative");
            URI right = URI.create("https://wine.demo.invalid/eval");
            assertThat(new HttpExchange(server.getAddress(), right, () -> LIMIT)
                            .get(right)
                            .text())
                    .isEqualTo("wine.demo.invalid null");
        } finally {
            SSLContext.setDefault(before);
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"SSH-2.0-x;", "HTTP/1.1 200 OK;Content-Length: 10;;abc", "HTTP/1.1 200"})
    void anAnswerThatIsNoneIsTold(String written) throws IOException {
        try (Answering server = new Answering(written)) {
            assertThatThrownBy(() -> new HttpExchange(server.address(), URL, () -> LIMIT).get(URL))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(HttpTimeoutException.class)
                    .message()
                    .isNotBlank();
        }
    }

    @Test
    void anInterimAnswerIsNotTheAnswer() throws Exception {
        try (Answering server =
                new Answering("HTTP/1.1 103 Early Hints;;HTTP/1.1 200 OK;Transfer-Encoding: chunked;;2;ab;1;c;0;;")) {
            assertThat(new HttpExchange(server.address(), URL, () -> LIMIT)
                            .get(URL)
                            .text())
                    .isEqualTo("abc");
        }
    }

    @Test
    @Timeout(20)
    void doesNotWaitForEver() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = new InetSocketAddress(silent.getInetAddress(), silent.getLocalPort());
            assertThatThrownBy(() -> new HttpExchange(address, URL, () -> Duration.ofMillis(200)).get(URL))
                    .isInstanceOf(HttpTimeoutException.class)
                    .hasMessage("no whole answer within 0.2 s");
        }
    }

    /** The limit is one of the whole answer, not of each wait for a byte. */
    @Test
    @Timeout(20)
    void anAnswerThatDripsEndsToo() throws IOException {
        try (Answering server = new Answering("HTTP/1.1 200 OK;Content-Length: 100000;;", true)) {
            assertThatThrownBy(() -> new HttpExchange(server.address(), URL, () -> Duration.ofMillis(500)).get(URL))
                    .isInstanceOf(HttpTimeoutException.class);
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** Answers with what it was told about itself. */
    private static HttpHandler telling(int status) {
        return exchange -> {
            String answer = exchange.getRequestHeaders().getFirst("Host") + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] bytes = answer.strip().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, exchange.getRequestMethod().equals("GET") ? 0 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        };
    }

    private static SSLContext selfSigned(Path folder, String host) throws Exception {
        Path store = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "SAN=dns:" + host,
                        "-storepass",
                        "secret",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor())
                .as(new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "secret".toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, "secret".toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("own", keys.getCertificate(keys.aliases().nextElement()));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** Answers one request with these lines, and then perhaps with a byte every tenth of a second. */
    private static final class Answering implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final CountDownLatch closed = new CountDownLatch(1);

        Answering(String lines) throws IOException {
            this(lines, false);
        }

        Answering(String lines, boolean drips) throws IOException {
            Thread answering = new Thread(() -> answer(lines, drips), "answering");
            answering.setDaemon(true);
            answering.start();
        }

        InetSocketAddress address() {
            return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
        }

        private void answer(String lines, boolean drips) {
            try (Socket socket = server.accept()) {
                socket.getInputStream().read(new byte[4096]);
                socket.getOutputStream().write(lines.replace(";", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                while (drips && !closed.await(100, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                    socket.getOutputStream().write(' ');
                }
            } catch (IOException | InterruptedException e) {
                closed.countDown(); // the client has gone
            }
        }

        @Override
        public void close() throws IOException {
            closed.countDown();
            server.close();
        }
    }
}
