package dev.dormouse.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * HTTP headers by name, each a text or {@code {env: VARIABLE}}: its value is then read from the environment when the
 * step opens, so that no secret is in a manifest, a plan or an image.
 */
public record Headers() implements OptionType {
    /** The key of a value that is in the environment. */
    public static final String ENV = "env";

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern TEXT = Pattern.compile("[\\x20-\\x7e]*");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final List<String> SECRET = List.of("authorization", "proxy-authorization", "cookie", "x-api-key");

    /** Those that the request itself has, and the one of its trace, which differs from request to request. */
    private static final List<String> TAKEN = List.of(
            "host",
            "content-type",
            "content-length",
            "transfer-encoding",
            "connection",
            "upgrade",
            "expect",
            "accept",
            "accept-encoding",
            "te",
            "traceparent",
            "inference-header-content-length");

    @Override
    public Checked check(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map) || map.isEmpty()) {
            return OptionType.refuse(this, value);
        }
        Map<String, Object> headers = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey());
            Optional<String> complaint = complaint(name, entry.getValue());
            if (complaint.isPresent()) {
                return new Checked(Optional.empty(), describe() + "; '" + name + "' " + complaint.get());
            }
            headers.put(name, entry.getValue());
        }
        return Checked.of(headers);
    }

    private static Optional<String> complaint(String name, @Nullable Object value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches()) {
            return Optional.of("is not the name of a header");
        }
        if (TAKEN.contains(lower)) {
            return Optional.of("is not for a manifest to set");
        }
        if (value instanceof Map<?, ?> map) {
            boolean good = map.size() == 1
                    && map.get(ENV) instanceof String variable
                    && VARIABLE.matcher(variable).matches();
            return good ? Optional.empty() : Optional.of("needs {env: VARIABLE} and nothing else");
        }
        if (!(value instanceof String text) || !TEXT.matcher(text).matches()) {
            return Optional.of("needs a text without line breaks and other letters than ASCII's, or {env: VARIABLE}");
        }
        return SECRET.contains(lower)
                ? Optional.of("is a secret: write {env: VARIABLE}, and set the variable where the function runs")
                : Optional.empty();
    }

    @Override
    public String describe() {
        return "a map of header names to texts or {env: VARIABLE}";
    }

    /** The variables that the headers of an option need. */
    public static List<String> variables(@Nullable Object headers) {
        return headers instanceof Map<?, ?> map
                ? map.values().stream()
                        .filter(Map.class::isInstance)
                        .map(value -> String.valueOf(((Map<?, ?>) value).get(ENV)))
                        .toList()
                : List.of();
    }
}
