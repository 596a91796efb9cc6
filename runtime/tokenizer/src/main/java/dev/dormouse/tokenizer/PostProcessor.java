package dev.dormouse.tokenizer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.dormouse.tokenizer.TokenizerFile.SpecialTokens;
import java.io.IOException;

/** Counts the special tokens that a tokenizer.json's {@code post_processor} puts around texts. */
final class PostProcessor {
    private PostProcessor() {}

    /** The parser stands on the value; it stands on its end afterwards. */
    static SpecialTokens specialTokens(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return new SpecialTokens(0, 0);
        }
        String type = "";
        int single = 0;
        int pair = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "type" -> type = parser.getText();
                case "single" -> single = countSpecial(parser);
                case "pair" -> pair = countSpecial(parser);
                case "processors" -> {
                    while (parser.currentToken() != JsonToken.VALUE_NULL
                            && parser.nextToken() == JsonToken.START_OBJECT) {
                        SpecialTokens part = specialTokens(parser);
                        single += part.single();
                        pair += part.pair();
                    }
                }
                default -> parser.skipChildren();
            }
        }
        return switch (type) {
            case "BertProcessing" -> new SpecialTokens(2, 3);
            case "RobertaProcessing" -> new SpecialTokens(2, 4);
            default -> new SpecialTokens(single, pair);
        };
    }

    private static int countSpecial(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return 0;
        }
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                if (parser.currentName().equals("SpecialToken")) {
                    count++;
                }
                parser.nextToken();
                parser.skipChildren();
            }
        }
        return count;
    }
}
