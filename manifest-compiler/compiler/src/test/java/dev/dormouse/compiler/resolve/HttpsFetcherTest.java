package dev.dormouse.compiler.resolve;

import static dev.dormouse.compiler.resolve.Resolution.AT_SOURCE;
import static dev.dormouse.compiler.resolve.Resolution.DIGEST;
import static dev.dormouse.compiler.resolve.Resolution.MODEL;
import static dev.dormouse.compiler.resolve.Resolution.OTHER_DIGEST;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpsFetcherTest {
    @TempDir
    static Path folder;

    private static SSLContext tls;
    private static HttpsServer server;
    private static String address;

    @TempDir
    Path cache;

    @BeforeAll
    static void start() throws Exception {
        tls = tlsWithOwnCertificate();
        server = HttpsServer.create(Answers.anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", HttpsFetcherTest::answer);
        server.start();
        address = "https://localhost:" + server.getAddress().getPort();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static SSLContext tlsWithOwnCertificate() throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "password",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.txt").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue())
                .as(Files.readString(folder.resolve("keytool.txt")))
                .isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "password".toCharArray());
        }
        KeyManagerFactory mine = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        mine.init(keys, "password".toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(mine.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/model.onnx" -> Answers.send(exchange, 200, MODEL);
            case "/cut.onnx" -> Answers.cutShort(exchange, MODEL);
            case "/moved.onnx" -> redirect(exchange, 302, "/model.onnx");
            case "/moved-for-good.onnx" -> redirect(exchange, 308, address + "/model.onnx");
            case "/in-the-clear.onnx" -> redirect(exchange, 302, "http://localhost/model.onnx");
            case "/to-a-file.onnx" -> redirect(exchange, 302, "file:///etc/hostname");
            case "/round.onnx" -> redirect(exchange, 302, "/round.onnx");
            case "/broken.onnx" -> Answers.send(exchange, 500, MODEL);
            default -> Answers.send(exchange, 404, MODEL);
        }
    }

    private static void redirect(HttpExchange exchange, int status, String location) throws IOException {
        Answers.send(exchange, status, "", Map.of("Location", location));
    }

    private RemoteSources remote(HttpsFetcher fetcher) {
        return new RemoteSources(cache, Map.of("https", () -> fetcher), Download.Limits.USUAL);
    }

    private Resolution resolve(String source, String digest) {
        return Resolution.of(remote(new HttpsFetcher(new HttpGet(tls.getSocketFactory(), false))), source, digest);
    }

    @ParameterizedTest
    @CsvSource({"/model.onnx", "/moved.onnx", "/moved-for-good.onnx"})
    void good(String path) {
        Resolution resolution = resolve(address + path, DIGEST);
        assertThat(resolution.headline()).isEmpty();
        assertThat(resolution.file().orElseThrow()).hasBinaryContent(MODEL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/missing.onnx      | the server answered 404",
                "/broken.onnx       | the server answered 500",
                "/cut.onnx          | the answer ended after 22 of 44 bytes",
                "/in-the-clear.onnx | the server redirects to 'http://localhost/model.onnx', which is not https",
                "/to-a-file.onnx    | the server redirects to 'file:///etc/hostname', which is not https",
                "/round.onnx        | the server redirects more than 10 times",
            })
    void notToBeHad(String path, String why) {
        Resolution resolution = resolve(address + path, DIGEST);
        assertThat(resolution.headline())
                .isEqualTo(AT_SOURCE + "DM407: '" + address + path + "' could not be fetched: " + why);
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void wrongDigest() {
        assertThat(resolve(address + "/model.onnx", OTHER_DIGEST).headline())
                .contains("error DM402: '" + address + "/model.onnx' has another digest than 'sha256' says");
    }

    @Test
    void noDigest() {
        RemoteSources remote = remote(new HttpsFetcher(new HttpGet(tls.getSocketFactory(), false)));
        assertThat(Resolution.withoutDigest(remote, address + "/model.onnx", Lock.EMPTY)
                        .headline())
                .startsWith(AT_SOURCE + "DM406: ");
    }

    @Test
    void unreachable() throws IOException {
        String source = "https://localhost:" + Answers.closedPort() + "/model.onnx";
        assertThat(resolve(source, DIGEST).headline())
                .isEqualTo(AT_SOURCE + "DM407: '" + source + "' could not be fetched: Connection refused");
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() {
        Resolution resolution =
                Resolution.of(remote(new HttpsFetcher(HttpGet.usual(false))), address + "/model.onnx", DIGEST);
        assertThat(resolution.headline())
                .startsWith(AT_SOURCE + "DM407: ")
                .contains("unable to find valid certification path");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://              | write https://HOST/PATH; Expected authority at character 9",
                "https:///model.onnx   | write https://HOST/PATH",
                "https://h/a b         | write https://HOST/PATH; Illegal character in path at character 12",
                "https://me:pw@h/model | write https://HOST/PATH, without a user or password",
            })
    void malformed(String source, String help) {
        Resolution resolution = resolve(source, DIGEST);
        assertThat(resolution.headline())
                .isEqualTo(AT_SOURCE + "DM106: '" + source + "' is not an address that can be fetched");
        assertThat(resolution.help()).isEqualTo(help);
    }
}
