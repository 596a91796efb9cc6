package dev.dormouse.compiler.resolve;

import static dev.dormouse.compiler.resolve.Resolution.AT_SOURCE;
import static dev.dormouse.compiler.resolve.Resolution.DIGEST;
import static dev.dormouse.compiler.resolve.Resolution.MODEL;
import static dev.dormouse.compiler.resolve.Resolution.OTHER_DIGEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Against a server that speaks S3's GET object call. */
class S3FetcherTest {
    private static final AwsCredentialsProvider ANONYMOUS = AnonymousCredentialsProvider.create();

    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @TempDir
    Path cache;

    @BeforeEach
    void start() throws IOException {
        server = Answers.serve(this::answer);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String signature = exchange.getRequestHeaders().getFirst("Authorization");
        authorizations.add(signature == null ? "none" : signature);
        switch (exchange.getRequestURI().getRawPath()) {
            case "/models/team/a%20model.onnx" -> Answers.send(exchange, 200, MODEL);
            case "/models/cut.onnx" -> Answers.cutShort(exchange, MODEL);
            case "/models/secret.onnx" -> refuse(exchange, 403, "AccessDenied");
            default -> refuse(exchange, 404, "NoSuchKey");
        }
    }

    private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
        String body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code + "</Code></Error>";
        Answers.send(exchange, status, body, Map.of("Content-Type", "application/xml"));
    }

    private RemoteSources remote(int port, AwsCredentialsProvider credentials) {
        S3Fetcher fetcher = new S3Fetcher(Optional.of(URI.create("http://localhost:" + port)), credentials);
        return new RemoteSources(cache, Map.of("s3", () -> fetcher), Download.Limits.USUAL);
    }

    private Resolution resolve(String source, String digest) {
        return Resolution.of(remote(server.getAddress().getPort(), ANONYMOUS), source, digest);
    }

    @Test
    void good() {
        Resolution resolution = resolve("s3://models/team/a model.onnx", DIGEST);
        assertThat(resolution.headline()).isEmpty();
        assertThat(resolution.file().orElseThrow()).hasBinaryContent(MODEL);
        assertThat(authorizations).containsExactly("none");
    }

    @Test
    void requestsAreSignedWhenThereAreCredentials() {
        AwsCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key-id", "secret"));
        RemoteSources remote = remote(server.getAddress().getPort(), credentials);
        assertThat(Resolution.of(remote, "s3://models/team/a model.onnx", DIGEST)
                        .file())
                .isPresent();
        assertThat(authorizations).singleElement().asString().startsWith("AWS4-HMAC-SHA256 Credential=key-id/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s3://models/missing.onnx | the store answered 404 (NoSuchKey)",
                "s3://models/secret.onnx  | the store answered 403 (AccessDenied)",
                "s3://models/cut.onnx     | the answer ended after 22 of 44 bytes",
            })
    void notToBeHad(String source, String why) {
        assertThat(resolve(source, DIGEST).headline())
                .isEqualTo(AT_SOURCE + "DM407: '" + source + "' could not be fetched: " + why);
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void wrongDigest() {
        assertThat(resolve("s3://models/team/a model.onnx", OTHER_DIGEST).headline())
                .contains("error DM402: 's3://models/team/a model.onnx' has another digest than 'sha256' says");
    }

    @Test
    void noDigest() {
        RemoteSources remote = remote(server.getAddress().getPort(), ANONYMOUS);
        assertThat(Resolution.withoutDigest(remote, "s3://models/cut.onnx", Lock.EMPTY)
                        .headline())
                .isEqualTo(AT_SOURCE + "DM406: 's3://models/cut.onnx' is remote and has no digest");
        assertThat(authorizations).isEmpty();
    }

    @Test
    void unreachable() throws IOException {
        RemoteSources remote = remote(Answers.closedPort(), ANONYMOUS);
        assertThat(Resolution.of(remote, "s3://models/cut.onnx", DIGEST).headline())
                .isEqualTo(AT_SOURCE + "DM407: 's3://models/cut.onnx' could not be fetched: Connection refused");
    }

    @ParameterizedTest
    @CsvSource({"s3://", "s3://models", "s3://models/", "s3://M/model.onnx", "s3:///model.onnx"})
    void malformed(String source) {
        Resolution resolution = resolve(source, DIGEST);
        assertThat(resolution.headline())
                .isEqualTo(AT_SOURCE + "DM106: '" + source + "' is not an address that can be fetched");
        assertThat(resolution.help()).isEqualTo("write s3://BUCKET/KEY; a bucket has 3 to 63 of a–z, 0–9, '.' and '-'");
        assertThat(authorizations).isEmpty();
    }

    @Test
    void anEndpointIsAnAddress() {
        assertThat(S3Fetcher.endpoint("AWS_ENDPOINT_URL", null)).isEmpty();
        assertThat(S3Fetcher.endpoint("AWS_ENDPOINT_URL", "https://minio.example:9000"))
                .contains(URI.create("https://minio.example:9000"));
        assertThatThrownBy(() -> S3Fetcher.endpoint("AWS_ENDPOINT_URL", "minio.example"))
                .hasMessage("set AWS_ENDPOINT_URL to https://HOST or http://HOST:PORT, not minio.example");
    }
}
