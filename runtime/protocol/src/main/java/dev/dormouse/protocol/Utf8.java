package dev.dormouse.protocol;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8: overlong forms and encoded surrogates, which JSON parsers let through, are refused too. */
final class Utf8 {
    private static final int CHUNK = 8192;

    private Utf8() {}

    /**
     * Checks the whole body.
     *
     * @throws PipelineException MALFORMED, with the offset of the first wrong byte
     */
    static void require(byte[] body) {
        int ascii = 0;
        while (ascii < body.length && body[ascii] >= 0) {
            ascii++;
        }
        if (ascii == body.length) {
            return;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(body, ascii, body.length - ascii);
        CharBuffer chars = CharBuffer.allocate(CHUNK);
        CoderResult result;
        do {
            chars.clear();
            result = decoder.decode(bytes, chars, true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw new PipelineException(
                    ErrorCode.MALFORMED, "the body is not UTF-8: the byte at offset " + bytes.position() + " is wrong");
        }
    }

    /** The text of these bytes, which must be UTF-8. */
    static String decode(byte[] bytes) {
        require(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Whether the text has half of a surrogate pair, which no UTF-8 text can hold. */
    static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
