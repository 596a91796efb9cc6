package dev.dormouse.functions;

import dev.dormouse.protocol.HeaderValue;
import org.jspecify.annotations.Nullable;

/** The part of a Content-Type or Accept header that these doors look at. */
final class MediaType {
    static final String JSON = "application/json";

    private MediaType() {}

    /** The type without parameters, in lower case; JSON if there is none. */
    static String of(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return JSON;
        }
        return HeaderValue.withoutParameters(header);
    }

    /** Whether an Accept header lets a type through. */
    static boolean accepts(@Nullable String header, String type) {
        if (header == null || header.isBlank()) {
            return true;
        }
        String all = type.substring(0, type.indexOf('/')) + "/*";
        for (String part : header.split(",")) {
            String range = of(part);
            if (range.equals(type) || range.equals(all) || range.equals("*/*") || range.equals("*")) {
                return true;
            }
        }
        return false;
    }
}
