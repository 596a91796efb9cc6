package dev.dormouse.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Elements of no fixed size. */
final class StringSinks {
    private StringSinks() {}

    private static String text(JsonParser parser) throws IOException, ElementSink.BadElement {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new ElementSink.BadElement("is " + Tokens.describe(parser) + " where a text is expected");
        }
        return parser.getText();
    }

    /** STRING, from JSON strings. */
    static final class Text implements ElementSink {
        private final List<String> values = new ArrayList<>(1);

        @Override
        public void add(JsonParser parser) throws IOException, BadElement {
            String text = text(parser);
            if (Utf8.hasLoneSurrogate(text)) {
                throw new BadElement("has half of a surrogate pair, which is not text", true);
            }
            values.add(text);
        }

        @Override
        public Tensor build(Shape shape) {
            return new TextTensor(shape, values.toArray(new String[0]));
        }
    }

    /** BYTES, from JSON strings in base64 (RFC 4648 section 4). */
    static final class Binary implements ElementSink {
        private final List<byte[]> values = new ArrayList<>(1);

        @Override
        public void add(JsonParser parser) throws IOException, BadElement {
            String text = text(parser);
            try {
                values.add(Base64.getDecoder().decode(text));
            } catch (IllegalArgumentException e) {
                throw new BadElement("is not base64: the text \"" + Tokens.clip(text) + "\"");
            }
        }

        @Override
        public Tensor build(Shape shape) {
            return new BytesTensor(shape, values.toArray(new byte[0][]));
        }
    }
}
