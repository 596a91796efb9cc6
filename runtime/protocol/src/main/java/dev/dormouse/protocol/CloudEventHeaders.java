package dev.dormouse.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Events in binary mode over HTTP: attributes in {@code ce-} headers, percent-encoded, the body is the data. */
public final class CloudEventHeaders {
    private static final String PREFIX = "ce-";
    private static final String CONTENT_TYPE = "content-type";

    private CloudEventHeaders() {}

    /** Whether the headers have any attribute that an event must have. */
    public static boolean areThere(Iterable<Map.Entry<String, String>> headers) {
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(PREFIX) && CloudEvent.REQUIRED.contains(name.substring(PREFIX.length()))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The event of a request.
     *
     * @throws dev.dormouse.plan.PipelineException MALFORMED if it is none
     */
    public static CloudEvent read(Iterable<Map.Entry<String, String>> headers, byte[] body) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(PREFIX)) {
                String value = decoded(name, header.getValue());
                if (attributes.put(name.substring(PREFIX.length()), value) != null) {
                    throw CloudEvent.malformed("the request has the header " + name + " twice");
                }
            }
        }
        for (String name : CloudEvent.REQUIRED) {
            if (!attributes.containsKey(name)) {
                throw CloudEvent.malformed("the event has no header " + PREFIX + name);
            }
        }
        if (attributes.containsKey("datacontenttype")) {
            throw CloudEvent.malformed("the request has the header ce-datacontenttype; that is Content-Type");
        }
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equalsIgnoreCase(CONTENT_TYPE)) {
                attributes.put("datacontenttype", header.getValue());
            }
        }
        return new CloudEvent(attributes, body.length == 0 ? Optional.empty() : Optional.of(body));
    }

    /** The headers of an event; its data are the body. */
    public static Map<String, String> write(CloudEvent event) {
        Map<String, String> headers = new LinkedHashMap<>();
        event.attributes().forEach((name, value) -> {
            boolean type = name.equals("datacontenttype");
            headers.put(type ? CONTENT_TYPE : PREFIX + name, type ? value.toString() : encoded(value.toString()));
        });
        return headers;
    }

    /** Once: what is a percent sign after that stays one, and so does one that encodes nothing, as the Java SDK sends it. */
    private static String decoded(String name, String value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean encoded = c == '%'
                    && i + 2 < value.length()
                    && HexFormat.isHexDigit(value.charAt(i + 1))
                    && HexFormat.isHexDigit(value.charAt(i + 2));
            if (!encoded) {
                // a header's characters are its bytes
                bytes.write(c);
                continue;
            }
            bytes.write(HexFormat.fromHexDigits(value, i + 1, i + 3));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw CloudEvent.malformed("the header " + name + " is not UTF-8");
        }
    }

    /** The specification has all but printable ASCII encoded, and space, double quote and percent sign. */
    private static String encoded(String value) {
        StringBuilder text = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b > ' ' && b < 0x7f && b != '"' && b != '%';
            text.append(plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "%%%02X", b));
        }
        return text.toString();
    }
}
