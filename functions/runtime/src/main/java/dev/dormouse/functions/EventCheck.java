package dev.dormouse.functions;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What an event must have (CloudEvents 1.0), so that its sender hears of what lacks. */
final class EventCheck {
    private static final List<String> REQUIRED = List.of("id", "source", "specversion", "type");
    private static final JsonFactory JSON = new JsonFactory();

    private EventCheck() {}

    /** Whether the headers have any attribute that an event must have: one that lacks the others is a broken event. */
    static boolean isBinary(MultiMap headers) {
        return REQUIRED.stream().anyMatch(attribute -> headers.contains("ce-" + attribute));
    }

    /** Binary mode: attributes in {@code ce-} headers, the body is the data. */
    static void binary(MultiMap headers, byte[] data) {
        for (String attribute : REQUIRED) {
            String value = headers.get("ce-" + attribute);
            if (value == null || value.isBlank()) {
                throw malformed("the event has no header ce-" + attribute);
            }
        }
        requireVersion(String.valueOf(headers.get("ce-specversion")));
        requireObject(data);
    }

    /**
     * Structured mode: the body is a JSON object with the attributes and {@code data}.
     *
     * @return the data as it stands in the event, byte for byte
     */
    static byte[] structured(byte[] event) {
        requireObject(event);
        Set<String> seen = new HashSet<>();
        Set<String> found = new HashSet<>();
        byte[] data = new byte[0];
        try (JsonParser parser = JSON.createParser(event)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                if (!seen.add(name)) {
                    throw malformed("the event has '" + name + "' twice");
                }
                JsonToken value = parser.nextToken();
                boolean text =
                        value == JsonToken.VALUE_STRING && !parser.getText().isBlank();
                if (REQUIRED.contains(name) && text || name.equals("data") && value == JsonToken.START_OBJECT) {
                    found.add(name);
                }
                if (name.equals("specversion")) {
                    requireVersion(parser.getText());
                } else if (name.equals("datacontenttype")
                        && value != JsonToken.VALUE_NULL
                        && !MediaType.of(parser.getText()).equals(MediaType.JSON)) {
                    throw new PipelineException(
                            ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                            "the event's data is " + parser.getText() + "; this function takes application/json");
                }
                long start = parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                if (name.equals("data") && value == JsonToken.START_OBJECT) {
                    data = slice(event, start, parser.currentLocation().getByteOffset());
                }
            }
            if (parser.nextToken() != null) {
                throw malformed("the body goes on after the end of the event");
            }
        } catch (IOException e) {
            throw new PipelineException(ErrorCode.MALFORMED, "the event is not JSON", e);
        }
        for (String attribute : REQUIRED) {
            if (!found.contains(attribute)) {
                throw malformed("the event has no " + attribute);
            }
        }
        if (!found.contains("data")) {
            throw malformed("the event's data must be a JSON object of the inputs");
        }
        return data;
    }

    private static byte[] slice(byte[] event, long start, long end) {
        if (start < 0) {
            throw malformed("the event is not UTF-8");
        }
        return Arrays.copyOfRange(event, (int) start, (int) end);
    }

    private static void requireVersion(String version) {
        if (!version.equals("1.0")) {
            throw malformed("the event has specversion '" + version + "'; this function takes 1.0");
        }
    }

    /** A body that is no JSON object at all is refused before anything parses it. */
    static void requireObject(byte[] body) {
        int at = 0;
        while (at < body.length && (body[at] == ' ' || body[at] == '\n' || body[at] == '\r' || body[at] == '\t')) {
            at++;
        }
        boolean mark = at + 2 < body.length && body[at] == (byte) 0xEF;
        if (!mark && (at == body.length || body[at] != '{')) {
            throw malformed("the body is " + (at == body.length ? "empty" : "not a JSON object")
                    + "; expected a JSON object of the inputs");
        }
    }

    private static PipelineException malformed(String message) {
        return new PipelineException(ErrorCode.MALFORMED, message);
    }
}
