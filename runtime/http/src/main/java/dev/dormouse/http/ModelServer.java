package dev.dormouse.http;

import dev.dormouse.protocol.InferenceAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** One model of one server, with connections of its own that are kept open. Asks once; who calls decides what then. */
final class ModelServer {
    private static final String LENGTH = "Inference-Header-Content-Length";
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(2);

    private final URI url;
    private final Map<String, String> headers;
    private final Secrets secrets;
    private final Duration timeout;
    private final long maxBytes;
    private final HttpClient client;

    /** @param timeout that of a whole run, for messages; each call has its own end */
    ModelServer(URI url, Map<String, String> headers, Duration timeout, long maxBytes) {
        this.url = url;
        this.headers = Map.copyOf(headers);
        this.secrets = Secrets.in(headers.values());
        this.timeout = timeout;
        this.maxBytes = maxBytes;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout.compareTo(LONGEST_CONNECT) < 0 ? timeout : LONGEST_CONNECT)
                .build();
    }

    /** The bytes of a good answer, and how many of them are JSON if not all. */
    record Reply(byte[] body, OptionalInt jsonLength) {}

    Duration timeout() {
        return timeout;
    }

    /** What must not be told of the headers. */
    Secrets secrets() {
        return secrets;
    }

    URI url() {
        return url;
    }

    /**
     * Asks once.
     *
     * @param end {@link System#nanoTime} when nobody waits any more
     */
    Reply ask(InferenceAnswer request, long end) throws UpstreamFailure, InterruptedException {
        long left = end - System.nanoTime();
        if (left <= 0) {
            throw late();
        }
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request(request), info -> new LimitedBody(maxBytes, info.headers()));
        HttpResponse<byte[]> response;
        try {
            response = answer.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw late();
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
        Optional<UpstreamFailure> failure = Statuses.failure(url, response, secrets);
        if (failure.isPresent()) {
            boolean waits = failure.get()
                    .after()
                    .filter(wait -> wait.toNanos() >= end - System.nanoTime())
                    .isPresent();
            throw waits ? failure.get().last() : failure.get();
        }
        return new Reply(response.body(), jsonLength(response));
    }

    private HttpRequest request(InferenceAnswer request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(url)
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()))
                .header("Accept", "application/json, application/octet-stream");
        headers.forEach(builder::header);
        if (request.jsonLength().isPresent()) {
            builder.header("Content-Type", "application/octet-stream")
                    .header(LENGTH, Integer.toString(request.jsonLength().getAsInt()));
        } else {
            builder.header("Content-Type", "application/json");
        }
        return builder.build();
    }

    private OptionalInt jsonLength(HttpResponse<byte[]> response) throws UpstreamFailure {
        Optional<String> header = response.headers().firstValue(LENGTH);
        try {
            return header.isPresent() ? OptionalInt.of(Integer.parseInt(header.get())) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            throw UpstreamFailure.bad(url + " answered with a header " + LENGTH + " that is no number", e);
        }
    }

    private UpstreamFailure late() {
        return UpstreamFailure.late(url + " did not answer within " + timeout.toMillis() + " ms");
    }

    private UpstreamFailure failure(Throwable cause) {
        if (cause instanceof LimitedBody.TooLarge) {
            return UpstreamFailure.bad(url + ": " + cause.getMessage() + ", the 'maxResponse' of the step", cause);
        }
        if (cause instanceof SSLException) {
            return UpstreamFailure.bad(url + ": no secure connection: " + cause.getMessage(), cause);
        }
        return UpstreamFailure.away(url + " cannot be reached: " + reason(cause), Optional.empty(), cause);
    }

    private static String reason(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof UnresolvedAddressException) {
                return "no host has that name";
            }
        }
        if (cause instanceof HttpConnectTimeoutException) {
            return "no connection in time";
        }
        if (cause instanceof java.net.ConnectException) {
            return "the connection is refused";
        }
        return cause instanceof IOException && cause.getMessage() != null
                ? "the connection broke: " + cause.getMessage()
                : cause.toString();
    }
}
