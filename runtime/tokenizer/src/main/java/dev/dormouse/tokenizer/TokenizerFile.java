package dev.dormouse.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a tokenizer.json says outside the native library.
 *
 * @param highestId of the vocabulary and the added tokens; -1 when only the head was read
 * @param padding how shorter rows are filled
 * @param specialTokens how many special tokens a single text and a pair get
 */
record TokenizerFile(long highestId, Padding padding, SpecialTokens specialTokens) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> MODELS = Set.of("BPE", "WordPiece", "WordLevel", "Unigram");
    /** In order of preference; there is no key that names the padding token. */
    private static final List<String> PAD_TOKENS = List.of("[PAD]", "<pad>", "<PAD>", "<|pad|>", "<|padding|>");

    /** The members besides the vocabulary. */
    private static final Set<String> HEAD = Set.of("added_tokens", "padding", "post_processor");

    private static final String HELP =
            "use the tokenizer.json that tokenizer.save_pretrained(FOLDER) of a fast" + " HuggingFace tokenizer writes";

    /** What fills a shorter row: the id when the file names one, its token and type id, and on which side. */
    record Padding(OptionalLong id, String token, long typeId, boolean left) {}

    record SpecialTokens(int single, int pair) {}

    /**
     * Reads and checks the whole file.
     *
     * @throws ArtifactException if it is not a tokenizer of a known kind
     */
    static TokenizerFile read(Path file) {
        return parse(file, true);
    }

    /** Reads up to the vocabulary, which usually stands last and is the bulk of the file: what a start can afford. */
    static TokenizerFile readHead(Path file) {
        return parse(file, false);
    }

    private static TokenizerFile parse(Path file, boolean withVocabulary) {
        String name = String.valueOf(file.getFileName());
        try (JsonParser parser = JSON.createParser(Files.newInputStream(file))) {
            return new Reading(parser, name, withVocabulary).run();
        } catch (IOException e) {
            throw new ArtifactException(Reason.UNREADABLE, name + " is not a tokenizer.json: " + firstLine(e), HELP);
        }
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
    }

    /** One pass over the file. */
    private static final class Reading {
        private final JsonParser parser;
        private final String name;
        private final boolean withVocabulary;
        private final Set<String> seen = new HashSet<>();
        private final Map<String, Long> addedTokens = new HashMap<>();
        private SpecialTokens specialTokens = new SpecialTokens(0, 0);
        private long highestId = -1;
        private boolean hasModel;
        private OptionalLong padId = OptionalLong.empty();
        private String padToken = "[PAD]";
        private long padTypeId;
        private boolean padLeft;

        Reading(JsonParser parser, String name, boolean withVocabulary) {
            this.parser = parser;
            this.name = name;
            this.withVocabulary = withVocabulary;
        }

        TokenizerFile run() throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ArtifactException(Reason.UNREADABLE, name + " is not a tokenizer.json", HELP);
            }
            boolean more = true;
            while (more && parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                more = member(field);
            }
            if (!hasModel) {
                throw new ArtifactException(
                        Reason.UNREADABLE, name + " is not a tokenizer.json: it has no 'model'", HELP);
            }
            choosePadding();
            return new TokenizerFile(
                    withVocabulary ? highestId : -1, new Padding(padId, padToken, padTypeId, padLeft), specialTokens);
        }

        private boolean member(String field) throws IOException {
            seen.add(field);
            switch (field) {
                case "added_tokens" -> addedTokens();
                case "padding" -> padding();
                case "post_processor" -> specialTokens = PostProcessor.specialTokens(parser);
                case "model" -> {
                    hasModel = true;
                    if (withVocabulary) {
                        model();
                    } else if (seen.containsAll(HEAD)) {
                        return false;
                    } else {
                        parser.skipChildren();
                    }
                }
                default -> parser.skipChildren();
            }
            return true;
        }

        private void choosePadding() {
            for (String token : PAD_TOKENS) {
                Long id = addedTokens.get(token);
                if (padId.isEmpty() && id != null) {
                    padId = OptionalLong.of(id);
                    padToken = token;
                }
            }
        }

        private void addedTokens() throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                long id = -1;
                String content = "";
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String field = parser.currentName();
                    parser.nextToken();
                    switch (field) {
                        case "id" -> id = parser.getValueAsLong(-1);
                        case "content" -> content = parser.getText();
                        default -> parser.skipChildren();
                    }
                }
                addedTokens.put(content, id);
                highestId = Math.max(highestId, id);
            }
        }

        private void padding() throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "pad_id" -> padId = OptionalLong.of(parser.getValueAsLong());
                    case "pad_token" -> padToken = parser.getText();
                    case "pad_type_id" -> padTypeId = parser.getValueAsLong();
                    case "direction" -> padLeft = "Left".equals(parser.getText());
                    default -> parser.skipChildren();
                }
            }
        }

        private void model() throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new ArtifactException(Reason.UNREADABLE, name + " is not a tokenizer.json", HELP);
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "type" -> requireKnown(parser.getText());
                    case "vocab" -> vocabulary();
                    default -> parser.skipChildren();
                }
            }
        }

        private void requireKnown(String model) {
            if (!MODELS.contains(model)) {
                throw new ArtifactException(
                        Reason.UNSUPPORTED,
                        name + " has a model of the type '" + model + "'; known are "
                                + String.join(", ", MODELS.stream().sorted().toList()),
                        HELP);
            }
        }

        /** A map from token to id or, for Unigram, a list in which the place is the id. */
        private void vocabulary() throws IOException {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    parser.nextToken();
                    highestId = Math.max(highestId, parser.getValueAsLong(-1));
                }
            } else if (parser.currentToken() == JsonToken.START_ARRAY) {
                long size = 0;
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    parser.skipChildren();
                    size++;
                }
                highestId = Math.max(highestId, size - 1);
            }
        }
    }
}
