package dev.dormouse.protocol;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A header's value with its parameters, {@code text/html; image=application/json}. The value is in lower case; names of
 * parameters keep theirs, since some are names of tensors, and values may be quoted.
 */
public record HeaderValue(String value, Map<String, String> parameters) {
    private static final int MAX_PARAMETERS = 64;

    public HeaderValue {
        parameters = Map.copyOf(parameters);
    }

    /** The value alone: what stands before the parameters, in lower case; for headers whose parameters do not matter. */
    public static String withoutParameters(String header) {
        int semicolon = header.indexOf(';');
        return (semicolon < 0 ? header : header.substring(0, semicolon)).trim().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads one value; the first of parameters of one name counts.
     *
     * @throws PipelineException MALFORMED if a quoted text does not end, or there are too many parameters
     */
    public static HeaderValue parse(String header) {
        List<String> pieces = split(header, ';');
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String piece : pieces.subList(1, pieces.size())) {
            int equals = piece.indexOf('=');
            if (equals > 0) {
                parameters.putIfAbsent(
                        piece.substring(0, equals).trim(),
                        unquoted(piece.substring(equals + 1).trim()));
            }
        }
        if (parameters.size() > MAX_PARAMETERS) {
            throw malformed("a header has more than " + MAX_PARAMETERS + " parameters");
        }
        return new HeaderValue(pieces.get(0).trim().toLowerCase(Locale.ROOT), parameters);
    }

    /** Reads values separated by commas; empty ones are left out. */
    public static List<HeaderValue> parseList(String header) {
        return split(header, ',').stream()
                .filter(piece -> !piece.isBlank())
                .map(HeaderValue::parse)
                .toList();
    }

    /** A parameter whose name is written in any case. */
    public Optional<String> parameter(String name) {
        return parameters.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static List<String> split(String header, char separator) {
        List<String> pieces = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == separator && !quoted) {
                pieces.add(header.substring(from, i));
                from = i + 1;
            }
        }
        if (quoted) {
            throw malformed("a header has a quoted text that does not end");
        }
        pieces.add(header.substring(from));
        return pieces;
    }

    private static String unquoted(String text) {
        if (text.length() < 2 || text.charAt(0) != '"' || text.charAt(text.length() - 1) != '"') {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            boolean escapes = c == '\\' && i + 1 < text.length() - 1;
            plain.append(escapes ? text.charAt(++i) : c);
        }
        return plain.toString();
    }

    private static PipelineException malformed(String message) {
        return new PipelineException(ErrorCode.MALFORMED, message);
    }
}
