package dev.dormouse.compiler.resolve;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

/** {@code https://HOST/PATH}. */
final class HttpsFetcher implements Fetcher {
    private static final String FORM = "write https://HOST/PATH";
    private static final int OK = 200;

    private final HttpGet http;

    HttpsFetcher(HttpGet http) {
        this.http = http;
    }

    @Override
    public Fetch prepare(String source) {
        URI uri = parse(source);
        return download -> fetch(uri, download);
    }

    private static URI parse(String source) {
        try {
            URI uri = new URI(source);
            if (uri.getHost() == null) {
                throw new IllegalArgumentException(FORM);
            }
            if (uri.getUserInfo() != null) {
                // A source is copied into the plan and the lock file: a password would travel with them.
                throw new IllegalArgumentException(FORM + ", without a user or password");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(FORM + "; " + e.getReason() + " at character " + (e.getIndex() + 1), e);
        }
    }

    private void fetch(URI uri, Download download) throws IOException {
        try (HttpGet.Answer answer = http.get(uri, Map.of())) {
            if (answer.status() != OK) {
                throw new IOException("the server answered " + answer.status());
            }
            download.expect(answer.length());
            try (InputStream body = answer.body()) {
                body.transferTo(download);
            }
        }
    }
}
