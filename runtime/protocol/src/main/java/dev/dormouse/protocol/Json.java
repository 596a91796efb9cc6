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
import java.util.Arrays;
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
        return FACTORY.createParser(withoutMark(body, body.length));
    }

    /** The first bytes of a body, without a byte order mark. */
    static byte[] withoutMark(byte[] body, int length) {
        boolean mark = length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
        return mark || length < body.length ? Arrays.copyOfRange(body, mark ? 3 : 0, length) : body;
    }

    /** Passes over the value of the member at which the parser stands; it must be JSON all the same. */
    static void skip(JsonParser parser) throws IOException {
        String name = parser.currentName();
        int open = 0;
        JsonToken token = parser.currentToken();
        while (true) {
            open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (token == JsonToken.VALUE_NUMBER_FLOAT && parser.isNaN()) {
                throw malformed("'" + Tokens.clip(name) + "' has " + parser.getText() + ", which is not JSON");
            }
            if (open == 0) {
                return;
            }
            token = next(parser);
        }
    }

    /** The text at which the parser stands. */
    static String text(JsonParser parser, String place) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw PipelineException.invalidInput(place + " is " + Tokens.describe(parser) + ", not a text");
        }
        if (Utf8.hasLoneSurrogate(parser.getText())) {
            throw malformed(place + " has half of a surrogate pair, which is not text");
        }
        return parser.getText();
    }

    static void requireList(JsonParser parser, String place) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw PipelineException.invalidInput(place + " is " + Tokens.describe(parser) + ", not a list");
        }
    }

    /** Whether the parser stands at a number that can say how many there are of something. */
    static boolean isCount(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                && parser.getLongValue() >= 0;
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
