package dev.dormouse.http;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** What a status says: who must act, and whether the call may be repeated. */
final class Statuses {
    private static final int SHOWN = 300;
    private static final int READ = 64 * 1024;

    private Statuses() {}

    /** Empty for 200 alone. */
    static Optional<UpstreamFailure> failure(URI url, HttpResponse<byte[]> response, Secrets secrets) {
        int status = response.statusCode();
        String answered = url + " answered " + status;
        String told = answered + said(response.body(), secrets);
        return switch (status) {
            case 200 -> Optional.empty();
            case 400, 413, 422 -> Optional.of(UpstreamFailure.refused(told));
            case 429, 502, 503, 504 -> Optional.of(UpstreamFailure.away(told, retryAfter(response), null));
            case 401, 403 ->
                Optional.of(
                        UpstreamFailure.bad(told + "; check the step's 'headers' and the variable they name", null));
            case 404 -> Optional.of(UpstreamFailure.bad(told + "; check the step's 'url' and 'model'", null));
            case 301, 302, 303, 307, 308 ->
                Optional.of(UpstreamFailure.bad(answered + where(response) + "; redirects are not followed", null));
            default -> Optional.of(UpstreamFailure.bad(told, null));
        };
    }

    /** The beginning of a body, if it is text. */
    static String said(byte[] body, Secrets secrets) {
        // hidden before it is cut: half a secret is one too
        String begin = new String(body, 0, Math.min(body.length, READ), StandardCharsets.UTF_8);
        String text = secrets.hide(begin).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        boolean isCut = body.length > READ || text.length() > SHOWN;
        return text.isEmpty() ? "" : ": " + text.substring(0, Math.min(text.length(), SHOWN)) + (isCut ? "…" : "");
    }

    /** Host and path of the new place; the rest may be a secret. */
    private static String where(HttpResponse<byte[]> response) {
        try {
            return response.headers()
                    .firstValue("Location")
                    .map(URI::create)
                    .map(to ->
                            " to " + (to.getHost() == null ? "" : to.getScheme() + "://" + to.getHost()) + to.getPath())
                    .orElse("");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Seconds, or a date. */
    private static Optional<Duration> retryAfter(HttpResponse<byte[]> response) {
        Optional<String> header = response.headers().firstValue("Retry-After");
        if (header.isEmpty()) {
            return Optional.empty();
        }
        try {
            Duration wait = header.get().matches("[0-9]{1,6}")
                    ? Duration.ofSeconds(Long.parseLong(header.get()))
                    : Duration.between(
                            Instant.now(),
                            ZonedDateTime.parse(header.get(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
