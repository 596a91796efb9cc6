package dev.dormouse.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import java.io.IOException;
import java.util.regex.Pattern;

/** The one JSON dialect of all doors: RFC 8259 in UTF-8, at most 64 levels deep. */
final class Json {
    static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_LENGTH = 1000;
    private static final Pattern PARSER_JARGON = Pattern.compile(
            "( \\((start|for|from|not recognized|consider)|, from |: expected close|: enable ).*", Pattern.DOTALL);

    /** Names are the callers', so they are not interned. NaN and Infinity are let through as numbers only so that they can be refused at their place. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private Json() {}

    /** The next token, which must exist: a parser over something else than text ends silently. */
    static JsonToken next(JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw malformed("the body is not JSON: it ends in the middle of a value");
        }
        return token;
    }

    /** A parser over a whole body; a byte order mark is skipped. */
    static JsonParser parser(byte[] body) throws IOException {
        boolean mark = body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
        int start = mark ? 3 : 0;
        return FACTORY.createParser(body, start, body.length - start);
    }

    static PipelineException malformed(String message) {
        return new PipelineException(ErrorCode.MALFORMED, message);
    }

    /** What the parser found wrong, without its own vocabulary. */
    static PipelineException malformed(IOException cause) {
        return new PipelineException(ErrorCode.MALFORMED, "the body is not JSON: " + reason(cause), cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof JsonEOFException) {
            return "it ends in the middle of a value";
        }
        if (cause instanceof StreamConstraintsException) {
            return "it is nested deeper than " + MAX_DEPTH + " levels, or a number has more than " + MAX_NUMBER_LENGTH
                    + " digits, or a name is too long";
        }
        if (!(cause instanceof JsonProcessingException syntax)) {
            return "it cannot be read";
        }
        String text = PARSER_JARGON
                .matcher(syntax.getOriginalMessage())
                .replaceFirst("")
                .replace(" (or 'NaN'/'+INF'/'-INF')", "");
        JsonLocation at = syntax.getLocation();
        return at == null || at.getLineNr() < 1
                ? text
                : text + " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
