package dev.dormouse.compiler.resolve;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * GET over https, redirects included; a server can't lead it to anything else. The JDK's older client is used because it
 * bounds the wait for each read, where the newer one bounds the wait for the first only.
 */
final class HttpGet {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MAX_REDIRECTS = 10;
    private static final int CONNECT_MILLIS = (int) Duration.ofSeconds(10).toMillis();
    private static final int READ_MILLIS = (int) Duration.ofSeconds(30).toMillis();
    private static final String AUTHORIZATION = "Authorization";

    private final SSLSocketFactory sockets;
    private final boolean plainLoopback;

    /**
     * Trusts what {@code sockets} trusts.
     *
     * @param plainLoopback whether plain http to this machine is fine too
     */
    HttpGet(SSLSocketFactory sockets, boolean plainLoopback) {
        this.sockets = sockets;
        this.plainLoopback = plainLoopback;
    }

    /** Trusts what the JVM trusts. */
    static HttpGet usual(boolean plainLoopback) {
        return new HttpGet(HttpsURLConnection.getDefaultSSLSocketFactory(), plainLoopback);
    }

    /** An answer that is no redirect; its body is read once. */
    static final class Answer implements AutoCloseable {
        private final HttpURLConnection connection;

        Answer(HttpURLConnection connection) {
            this.connection = connection;
        }

        int status() throws IOException {
            return connection.getResponseCode();
        }

        Optional<String> header(String name) {
            return Optional.ofNullable(connection.getHeaderField(name));
        }

        /** Length of the body in bytes, negative if the server doesn't say. */
        long length() {
            return connection.getContentLengthLong();
        }

        InputStream body() throws IOException {
            return connection.getInputStream();
        }

        @Override
        public void close() {
            connection.disconnect();
        }
    }

    /**
     * Asks and follows redirects. {@code Authorization} goes to the host that was asked, not to where it redirects.
     *
     * @throws IOException if there is no answer, or too many redirects, or one to where this may not go
     */
    Answer get(URI first, Map<String, String> headers) throws IOException {
        if (!admits(first)) {
            throw new IOException("'" + first + "' is not https");
        }
        URI uri = first;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            Answer answer = new Answer(open(uri, uri.getAuthority().equals(first.getAuthority()), headers));
            if (!REDIRECTS.contains(answer.status())) {
                return answer;
            }
            uri = target(uri, answer.header("Location").orElse(""));
            answer.close();
        }
        throw new IOException("the server redirects more than " + MAX_REDIRECTS + " times");
    }

    /** Whether this asks such addresses. */
    boolean admits(URI uri) {
        if (uri.getHost() == null) {
            return false;
        }
        return "https".equals(uri.getScheme())
                || (plainLoopback && "http".equals(uri.getScheme()) && OciAddress.isLoopback(uri.getHost()));
    }

    private HttpURLConnection open(URI uri, boolean sameHost, Map<String, String> headers) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        if (connection instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(sockets);
        }
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        Map<String, String> sent = new HashMap<>(headers);
        sent.putIfAbsent("Accept", "*/*");
        if (!sameHost) {
            sent.remove(AUTHORIZATION);
        }
        sent.forEach(connection::setRequestProperty);
        return connection;
    }

    private URI target(URI from, String location) throws IOException {
        try {
            URI to = from.resolve(new URI(location));
            if (!admits(to)) {
                throw new IOException("the server redirects to '" + to + "', which is not https");
            }
            return to;
        } catch (URISyntaxException e) {
            throw new IOException("the server redirects to '" + location + "', which is no address", e);
        }
    }
}
