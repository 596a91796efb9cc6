package dev.dormouse.step;

import dev.dormouse.step.Problem.Place;
import dev.dormouse.step.Problem.Rule;
import dev.dormouse.step.TokenSource.TokenizerFacts;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether a tokenizer and the model that it feeds belong together. */
public final class TokenizerCheck {
    /** A vocabulary below this share of the embedding table is another model's; tables are padded by less than that. */
    private static final double LEAST_SHARE = 0.9;

    private TokenizerCheck() {}

    /**
     * Compares the ids that a tokenizer makes with the tables that the model looks them up in.
     *
     * @param model the declaration of the model's step
     * @param port the model's input that the ids are wired to
     * @return the first problem; its place is in the <em>tokenizer's</em> step: {@code source} or {@code maxLength}
     */
    public static Optional<Problem> check(TokenizerFacts facts, TokenModel kind, Declaration model, String port) {
        Optional<Problem> vocabulary = vocabulary(facts, kind.vocabularySize(model, port), model.stepName(), port);
        return vocabulary.isPresent() ? vocabulary : length(facts, kind.maxPositions(model, port), model.stepName());
    }

    private static Optional<Problem> vocabulary(TokenizerFacts facts, OptionalLong table, String model, String port) {
        if (table.isEmpty()) {
            return Optional.empty();
        }
        long rows = table.getAsLong();
        long ids = facts.vocabularySize();
        if (ids <= rows && ids >= LEAST_SHARE * rows) {
            return Optional.empty();
        }
        String consequence = ids > rows
                ? "ids from " + rows + " on have no row"
                : "so many unused rows mean that the model was trained with another tokenizer";
        return Optional.of(new Problem(
                Place.option("source"),
                Rule.TOKENIZER,
                "this tokenizer has " + ids + " ids, but the embedding table behind '" + model + "." + port + "' has "
                        + rows + " rows: " + consequence,
                "use the tokenizer.json that was saved with the model"));
    }

    private static Optional<Problem> length(TokenizerFacts facts, OptionalLong positions, String model) {
        if (positions.isEmpty() || facts.maxLength() <= positions.getAsLong()) {
            return Optional.empty();
        }
        return Optional.of(new Problem(
                Place.option("maxLength"),
                Rule.TOKENIZER,
                "up to " + facts.maxLength() + " tokens can come out, but '" + model + "' has positions for "
                        + positions.getAsLong(),
                "set maxLength to " + positions.getAsLong() + " or less"));
    }
}
