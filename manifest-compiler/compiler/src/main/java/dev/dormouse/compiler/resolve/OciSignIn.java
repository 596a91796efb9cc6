package dev.dormouse.compiler.resolve;

import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import com.google.cloud.tools.jib.registry.credentials.CredentialRetrievalException;
import dev.dormouse.plan.PlanJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers a registry that asks who we are (401): with a token from the address that it names, anonymously or with the
 * credentials of Docker's {@code config.json} and its credential helpers, or with these themselves. Follows the
 * distribution project's "Token Authentication Specification".
 */
final class OciSignIn {
    private static final Pattern PARAMETER = Pattern.compile("([A-Za-z_]+)=\"([^\"]*)\"");
    private static final int OK = 200;
    private static final int MAX_TOKEN_BYTES = 1 << 20;

    private final HttpGet http;
    private final Path dockerConfig;

    /** Signs in with what {@code dockerConfig}, a {@code config.json} that need not be there, says. */
    OciSignIn(HttpGet http, Path dockerConfig) {
        this.http = http;
        this.dockerConfig = dockerConfig;
    }

    /**
     * The {@code Authorization} to send.
     *
     * @param challenge the registry's {@code WWW-Authenticate}
     * @throws IOException if the registry cannot be satisfied
     */
    String authorization(OciAddress address, String challenge) throws IOException {
        Optional<String> basic = credential(address).map(OciSignIn::basic);
        String scheme = challenge.strip().toLowerCase(Locale.ROOT);
        if (scheme.startsWith("bearer")) {
            return "Bearer " + token(address, parameters(challenge), basic);
        }
        if (scheme.startsWith("basic") && basic.isPresent()) {
            return basic.get();
        }
        throw new IOException(
                "the registry asks for credentials; 'docker login " + address.registry() + "' keeps some");
    }

    private static Map<String, String> parameters(String challenge) {
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(challenge);
        while (matcher.find()) {
            parameters.put(matcher.group(1).toLowerCase(Locale.ROOT), matcher.group(2));
        }
        return parameters;
    }

    private String token(OciAddress address, Map<String, String> challenge, Optional<String> basic) throws IOException {
        String scope = challenge.getOrDefault("scope", "repository:" + address.repository() + ":pull");
        String query = "service=" + encoded(challenge.getOrDefault("service", "")) + "&scope=" + encoded(scope);
        String realm = challenge.getOrDefault("realm", "");
        URI uri;
        try {
            uri = URI.create(realm + (realm.contains("?") ? "&" : "?") + query);
        } catch (IllegalArgumentException e) {
            throw new IOException("the registry sends for a token to '" + realm + "', which is no address", e);
        }
        Map<String, String> headers = new HashMap<>();
        basic.ifPresent(value -> headers.put("Authorization", value));
        try (HttpGet.Answer answer = http.get(uri, headers)) {
            if (answer.status() != OK) {
                throw new IOException("the registry's sign-in answered " + answer.status() + "; 'docker login "
                        + address.registry() + "' keeps credentials");
            }
            try (InputStream body = answer.body()) {
                return token(body.readNBytes(MAX_TOKEN_BYTES));
            }
        }
    }

    private static String token(byte[] json) throws IOException {
        try {
            if (PlanJson.decode(json) instanceof Map<?, ?> answer) {
                if (answer.get("token") instanceof String token) {
                    return token;
                }
                if (answer.get("access_token") instanceof String token) {
                    return token;
                }
            }
            throw new IOException("the registry's sign-in gave no token");
        } catch (IllegalArgumentException e) {
            throw new IOException("the registry's sign-in answered with something that is not JSON", e);
        }
    }

    private Optional<Credential> credential(OciAddress address) throws IOException {
        try {
            ImageReference reference = ImageReference.of(address.server(), address.repository(), null);
            return CredentialRetrieverFactory.forImage(reference, event -> {})
                    .dockerConfig(dockerConfig)
                    .retrieve();
        } catch (CredentialRetrievalException e) {
            throw new IOException("Docker's config.json gives no credentials: " + Causes.deepest(e), e);
        }
    }

    private static String basic(Credential credential) {
        byte[] pair = (credential.getUsername() + ":" + credential.getPassword()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
