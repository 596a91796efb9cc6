package dev.dormouse.tokenizer;

/** The outputs in the kind's order. */
enum TokenOutput {
    INPUT_IDS("input_ids"),
    ATTENTION_MASK("attention_mask"),
    TOKEN_TYPE_IDS("token_type_ids"),
    SPECIAL_TOKENS_MASK("special_tokens_mask"),
    OFFSETS("offsets"),
    TOKENS("tokens"),
    WORD_IDS("word_ids"),
    SEQUENCE_IDS("sequence_ids"),
    OVERFLOW_TO_SAMPLE_MAPPING("overflow_to_sample_mapping");

    private final String port;

    TokenOutput(String port) {
        this.port = port;
    }

    String port() {
        return port;
    }

    static TokenOutput of(String port) {
        for (TokenOutput output : values()) {
            if (output.port.equals(port)) {
                return output;
            }
        }
        throw new IllegalArgumentException("a tokenizer has no output '" + port + "'");
    }
}
