package dev.dormouse.protocol;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a multipart body (RFC 2046, and RFC 7578 for forms) out of its bytes, strictly: lines end with CRLF, the last
 * delimiter must be there, a name stands in Content-Disposition. Every fault is a {@link PipelineException} MALFORMED.
 */
public final class Multipart {
    private static final int MAX_PARTS = 1000;
    private static final int MAX_HEADER_BYTES = 8192;
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] END_OF_HEADERS = {'\r', '\n', '\r', '\n'};
    private static final Pattern BOUNDARY = Pattern.compile("[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]");

    private final byte[] body;
    private final byte[] delimiter;
    private int at;

    private Multipart(byte[] body, byte[] delimiter) {
        this.body = body;
        this.delimiter = delimiter;
    }

    /**
     * One part.
     *
     * @param name of the field; empty if the part does not say it
     * @param mediaType without parameters, {@code text/plain} if the part does not say it
     */
    public record Part(String name, String mediaType, byte[] content) {}

    /**
     * The parts, in their order.
     *
     * @param contentType the body's, with the parameter {@code boundary}
     */
    public static List<Part> read(byte[] body, HeaderValue contentType) {
        String boundary = contentType
                .parameter("boundary")
                .orElseThrow(() -> malformed("Content-Type " + contentType.value() + " has no boundary"));
        if (!BOUNDARY.matcher(boundary).matches()) {
            throw malformed("the boundary of the Content-Type is none: it has 1 to 70 of the characters that RFC 2046"
                    + " allows");
        }
        byte[] delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        return new Multipart(body, delimiter).parts();
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        at = startOfParts();
        while (!isLast()) {
            if (parts.size() == MAX_PARTS) {
                throw malformed("the body has more than " + MAX_PARTS + " parts");
            }
            parts.add(part(parts.size() + 1));
        }
        if (parts.isEmpty()) {
            throw malformed("the body has no parts");
        }
        return parts;
    }

    /** Behind the first delimiter; what stands before it means nothing. */
    private int startOfParts() {
        byte[] first = Arrays.copyOfRange(delimiter, CRLF.length, delimiter.length);
        if (startsWith(first, 0)) {
            return first.length;
        }
        int found = indexOf(delimiter, 0);
        if (found < 0) {
            throw malformed("the body does not have the boundary that its Content-Type names");
        }
        return found + delimiter.length;
    }

    /** Whether the delimiter that ends here is the last one; if not, goes on to the next line. */
    private boolean isLast() {
        if (at + 2 <= body.length && body[at] == '-' && body[at + 1] == '-') {
            return true;
        }
        while (at < body.length && (body[at] == ' ' || body[at] == '\t')) {
            at++;
        }
        if (!startsWith(CRLF, at)) {
            throw malformed("a boundary is not followed by the end of its line (CRLF)");
        }
        at += CRLF.length;
        return false;
    }

    private Part part(int number) {
        String place = "part " + number;
        Map<String, HeaderValue> headers = headers(place);
        int end = startsWith(delimiter, at - CRLF.length) ? at - CRLF.length : indexOf(delimiter, at);
        if (end < 0) {
            throw malformed(place + " does not end: the body's last boundary is missing");
        }
        byte[] content = Arrays.copyOfRange(body, Math.min(at, end), end);
        at = end + delimiter.length;
        requirePlain(place, headers);
        Optional<HeaderValue> disposition = Optional.ofNullable(headers.get("content-disposition"));
        return new Part(
                disposition.flatMap(value -> value.parameter("name")).orElse(""),
                Optional.ofNullable(headers.get("content-type"))
                        .map(HeaderValue::value)
                        .orElse("text/plain"),
                content);
    }

    /** The headers of a part, by name in lower case; goes on to its content. */
    private Map<String, HeaderValue> headers(String place) {
        if (startsWith(CRLF, at)) {
            at += CRLF.length;
            return Map.of();
        }
        int end = indexOf(END_OF_HEADERS, at);
        int next = indexOf(delimiter, at);
        if (end < 0 || next >= 0 && next < end) {
            throw malformed(place + " has no empty line between its headers and its content");
        }
        if (end - at > MAX_HEADER_BYTES) {
            throw malformed(place + " has more than " + MAX_HEADER_BYTES + " bytes of headers");
        }
        Map<String, HeaderValue> headers = new HashMap<>();
        for (String line : text(place, at, end).split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw malformed(place + " has a header that is none: a line without a colon");
            }
            String name = line.substring(0, colon).trim().toLowerCase(Locale.ROOT);
            if (headers.put(name, HeaderValue.parse(line.substring(colon + 1))) != null) {
                throw malformed(place + " has the header " + Tokens.clip(name) + " twice");
            }
        }
        at = end + END_OF_HEADERS.length;
        return headers;
    }

    private String text(String place, int from, int end) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body, from, end - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed(place + " has headers that are not UTF-8");
        }
    }

    private static void requirePlain(String place, Map<String, HeaderValue> headers) {
        HeaderValue encoding = headers.get("content-transfer-encoding");
        if (encoding != null && !List.of("binary", "8bit", "7bit", "identity").contains(encoding.value())) {
            throw malformed(place + " has Content-Transfer-Encoding " + Tokens.clip(encoding.value())
                    + "; send its bytes as they are");
        }
    }

    private boolean startsWith(byte[] prefix, int from) {
        return from >= 0
                && from + prefix.length <= body.length
                && Arrays.equals(body, from, from + prefix.length, prefix, 0, prefix.length);
    }

    private int indexOf(byte[] wanted, int from) {
        int last = body.length - wanted.length;
        for (int i = from; i <= last; i++) {
            if (body[i] == wanted[0] && startsWith(wanted, i)) {
                return i;
            }
        }
        return -1;
    }

    private static PipelineException malformed(String message) {
        return new PipelineException(ErrorCode.MALFORMED, message);
    }
}
