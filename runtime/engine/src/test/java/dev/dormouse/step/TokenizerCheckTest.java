package dev.dormouse.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.plan.Options;
import dev.dormouse.step.Problem.Place;
import dev.dormouse.step.Problem.Rule;
import dev.dormouse.step.TokenSource.TokenizerFacts;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TokenizerCheckTest {
    /** A model with these tables; a negative number means that the graph shows none. */
    private record Tables(long rows, long positions) implements TokenModel {
        @Override
        public OptionalLong vocabularySize(Declaration declaration, String inputPort) {
            return rows < 0 ? OptionalLong.empty() : OptionalLong.of(rows);
        }

        @Override
        public OptionalLong maxPositions(Declaration declaration, String inputPort) {
            return positions < 0 ? OptionalLong.empty() : OptionalLong.of(positions);
        }
    }

    private static Optional<Problem> check(long ids, long maxLength, TokenModel model) {
        Declaration declaration = new Declaration("classifier", Options.NONE, Map.of());
        return TokenizerCheck.check(
                new TokenizerFacts(ids, OptionalLong.of(0), maxLength), model, declaration, "input_ids");
    }

    @Test
    void theModelsOwnTokenizerFits() {
        assertThat(check(30522, 512, new Tables(30522, 512))).isEmpty();
        assertThat(check(32100, 512, new Tables(32128, -1))).isEmpty();
        assertThat(check(7, 1 << 20, new Tables(-1, -1))).isEmpty();
    }

    @Test
    void idsWithoutARowAreAProblemOfTheFile() {
        assertThat(check(30522, 256, new Tables(16000, 512)))
                .contains(new Problem(
                        Place.option("source"),
                        Rule.TOKENIZER,
                        "this tokenizer has 30522 ids, but the embedding table behind 'classifier.input_ids' has 16000"
                                + " rows: ids from 16000 on have no row",
                        "use the tokenizer.json that was saved with the model"));
    }

    @Test
    void aMuchSmallerVocabularyIsAnotherModelsTokenizer() {
        assertThat(check(16000, 256, new Tables(30522, 512)))
                .get()
                .extracting(Problem::headline)
                .asString()
                .endsWith("rows: so many unused rows mean that the model was trained with another tokenizer");
        assertThat(check(900, 256, new Tables(1000, 512))).isEmpty();
        assertThat(check(899, 256, new Tables(1000, 512))).isPresent();
    }

    @Test
    void tokensWithoutAPositionAreAProblemOfMaxLength() {
        assertThat(check(30522, 513, new Tables(30522, 512)))
                .contains(new Problem(
                        Place.option("maxLength"),
                        Rule.TOKENIZER,
                        "up to 513 tokens can come out, but 'classifier' has positions for 512",
                        "set maxLength to 512 or less"));
    }
}
