package dev.dormouse.http;

import dev.dormouse.plan.Options;
import dev.dormouse.step.Headers;
import java.util.LinkedHashMap;
import java.util.Map;

/** The headers of an option, with those values that are in the environment. */
final class RequestHeaders {
    private RequestHeaders() {}

    /** @throws IllegalStateException if a variable is not set */
    static Map<String, String> of(Options options, Map<String, String> environment) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (options.has("headers") && options.get("headers") instanceof Map<?, ?> map) {
            map.forEach((name, value) -> headers.put(
                    String.valueOf(name),
                    value instanceof Map<?, ?> variable
                            ? read(String.valueOf(variable.get(Headers.ENV)), environment)
                            : String.valueOf(value)));
        }
        return headers;
    }

    private static String read(String variable, Map<String, String> environment) {
        String value = environment.get(variable);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(
                    "the environment variable " + variable + ", which holds a header's value, is not set");
        }
        if (!value.strip().matches("[\\x20-\\x7e]+")) {
            throw new IllegalStateException("the environment variable " + variable
                    + " holds a line break or a letter that a header cannot have");
        }
        return value.strip();
    }
}
