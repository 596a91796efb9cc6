package dev.dormouse.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The address of a model's {@code infer}, and what an address must not be. */
final class InferUrl {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~-]+");

    private InferUrl() {}

    /** What is wrong with a server's URL, without the parts of it that may be secret. */
    static Optional<String> complaint(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return Optional.of("'url' is not a URL: " + e.getReason());
        }
        if (!("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) || uri.getHost() == null) {
            return Optional.of("'url' is not the URL of a server");
        }
        if (uri.getRawUserInfo() != null) {
            return Optional.of("'url' holds a user or a password, which would be in the plan; send it by 'headers'");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            return Optional.of(
                    "'url' has a '" + (uri.getRawQuery() != null ? '?' : '#') + "'; the path is added to it");
        }
        return Optional.empty();
    }

    /** What is wrong with a name that becomes part of the path. */
    static Optional<String> nameComplaint(String name) {
        return NAME.matcher(name).matches() && !name.matches("\\.+")
                ? Optional.empty()
                : Optional.of("'" + name + "' cannot stand in a URL as it is");
    }

    static URI of(String server, String model, Optional<String> version) {
        return URI.create(server.replaceAll("/+$", "") + "/v2/models/" + model
                + version.map(text -> "/versions/" + text).orElse("") + "/infer");
    }
}
