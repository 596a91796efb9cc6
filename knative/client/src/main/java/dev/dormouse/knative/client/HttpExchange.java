package dev.dormouse.knative.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;

/**
 * HTTP/1.1 requests to a host by way of another address, as curl's {@code --connect-to} makes them: an ingress tells
 * functions apart by their host, which need not resolve from here.
 */
final class HttpExchange {
    private static final String RESTRICTED = "jdk.httpclient.allowRestrictedHeaders";

    private final InetSocketAddress address;
    private final Supplier<Duration> limit;
    private final HttpClient client;

    /** @param limit of a whole request, from connecting to the last byte; asked anew for each */
    HttpExchange(InetSocketAddress address, URI url, Supplier<Duration> limit) {
        allowHost();
        this.address = address;
        this.limit = limit;
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        if (url.getScheme().equals("https")) {
            // for an address the JDK would ask for no name; the certificate is checked against this one
            SSLParameters parameters = new SSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(url.getHost())));
            builder.sslParameters(parameters);
        }
        this.client = builder.build();
    }

    /** Lets requests say their host. Java reads this once, when its HTTP client is first used, also by somebody else. */
    static void allowHost() {
        String allowed = System.getProperty(RESTRICTED, "");
        if (!List.of(allowed.toLowerCase(Locale.ROOT).split(",")).contains("host")) {
            System.setProperty(RESTRICTED, allowed.isEmpty() ? "host" : allowed + ",host");
        }
    }

    /** An answer; the body as it came. */
    record Answer(int status, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8).strip();
        }
    }

    Answer get(URI url) throws IOException {
        return send(request(url).GET().build());
    }

    Answer postJson(URI url, byte[] body) throws IOException {
        return send(request(url)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    private HttpRequest.Builder request(URI url) throws IOException {
        String literal = address.getAddress().getHostAddress();
        try {
            return HttpRequest.newBuilder(
                            new URI(url.getScheme(), null, literal, address.getPort(), url.getPath(), null, null))
                    .header("Host", url.getRawAuthority())
                    .header("User-Agent", "dormouse");
        } catch (URISyntaxException e) {
            throw new IOException(literal + " cannot be asked", e);
        }
    }

    private Answer send(HttpRequest request) throws IOException {
        Duration most = limit.get();
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            // the client's own time-out ends with the answer's head
            HttpResponse<byte[]> received = answer.get(most.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(received.statusCode(), received.body());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpTimeoutException("no whole answer within " + shown(most));
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for an answer");
        }
    }

    private static IOException failure(Throwable cause) {
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new IOException(message, cause);
    }

    private static String shown(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }
}
