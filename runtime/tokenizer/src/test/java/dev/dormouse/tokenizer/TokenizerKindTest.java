package dev.dormouse.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dormouse.plan.Options;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.Problem;
import dev.dormouse.step.Problem.Place;
import dev.dormouse.step.Signature;
import dev.dormouse.step.TokenSource.TokenizerFacts;
import dev.dormouse.testkit.StepHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerKindTest {
    private static final Map<String, TensorType> TEXT = Map.of("text", TensorType.parse("STRING[n]"));

    static Path prebuilt(String language) {
        return Path.of(
                System.getProperty("dormouse.root"), "prebuilt-models", "sentiment-" + language, "tokenizer.json");
    }

    static StepHarness harness(Path file, Map<String, Object> with) {
        Map<String, Object> options = new HashMap<>(with);
        options.put("source", "tokenizer.json");
        return new StepHarness(new TokenizerKind(), options, Map.of("source", file));
    }

    private static TokenizerFacts facts(Path file) {
        return new TokenizerKind()
                .facts(new Declaration("tokens", new Options(Map.of("maxLength", 256L)), Map.of("source", file)));
    }

    @Test
    void aFileSaysHowManyIdsThereAreAndWhichPads() {
        Path files = Path.of("src/test/resources/fixtures/files");
        assertThat(facts(prebuilt("en"))).isEqualTo(new TokenizerFacts(30522, OptionalLong.of(0), 256));
        assertThat(facts(prebuilt("fr"))).isEqualTo(new TokenizerFacts(16000, OptionalLong.of(0), 256));
        assertThat(facts(files.resolve("bpe.json"))).isEqualTo(new TokenizerFacts(261, OptionalLong.of(1), 256));
        assertThat(facts(files.resolve("unigram.json"))).isEqualTo(new TokenizerFacts(6, OptionalLong.empty(), 256));
    }

    @Test
    void theSequenceIsANewDimUnlessPaddedToMaxLength() {
        var open = harness(prebuilt("en"), Map.of()).type(TEXT).signature().outputs();
        assertThat(open)
                .containsEntry("input_ids", TensorType.parse("INT64[n, step.sequence]"))
                .containsEntry("offsets", TensorType.parse("INT64[n, step.sequence, 2]"))
                .containsEntry("tokens", TensorType.parse("STRING[n, step.sequence]"))
                .hasSize(9);
        var padded = harness(prebuilt("en"), Map.of("padding", "maxLength", "maxLength", 24L))
                .type(TEXT)
                .signature()
                .outputs();
        assertThat(padded).containsEntry("attention_mask", TensorType.parse("INT64[n, 24]"));
    }

    @Test
    void windowsAreRowsOfTheirOwn() {
        var signature =
                harness(prebuilt("en"), Map.of("stride", 16L)).type(TEXT).signature();
        assertThat(signature.rows()).isEqualTo(Signature.Rows.MIXED);
        assertThat(signature.outputs())
                .containsEntry("input_ids", TensorType.parse("INT64[step.windows, step.sequence]"))
                .containsEntry("word_ids", TensorType.parse("INT64[step.windows, step.sequence]"))
                .containsEntry("overflow_to_sample_mapping", TensorType.parse("INT64[step.windows]"));
        var rows = harness(prebuilt("en"), Map.of()).type(TEXT).signature();
        assertThat(rows.rows()).isEqualTo(Signature.Rows.INDEPENDENT);
        assertThat(rows.outputs()).containsEntry("overflow_to_sample_mapping", TensorType.parse("INT64[n]"));
    }

    @Test
    void wordsAreALevelDeeper() {
        StepHarness words = harness(prebuilt("en"), Map.of("pretokenized", true));
        assertThat(words.type(Map.of("text", TensorType.parse("STRING[n, words]")))
                        .problems())
                .isEmpty();
        assertThat(words.type(TEXT).problems())
                .extracting(Problem::headline)
                .containsExactly("'text' takes STRING[n, words], but gets STRING[n]");
    }

    @Test
    void optionsThatDoNotGoTogetherAreRefused() {
        Map<String, TensorType> pair =
                Map.of("text", TensorType.parse("STRING[n]"), "pair", TensorType.parse("STRING[n]"));
        assertProblem(
                TEXT, Map.of("stride", 4L, "truncation", false), "stride", "a stride cuts a long text to windows");
        assertProblem(TEXT, Map.of("stride", 8L, "maxLength", 10L), "stride", "windows of 8 tokens beside the special");
        assertProblem(pair, Map.of("stride", 6L, "maxLength", 10L), "stride", "windows of 6 tokens beside the special");
        assertProblem(
                pair,
                Map.of("stride", 6L, "truncationStrategy", "longestFirst"),
                "truncationStrategy",
                "windows are those of one of a pair's texts");
        assertProblem(
                TEXT, Map.of("truncationStrategy", "onlySecond"), "truncationStrategy", "there is no second text");
        assertThat(harness(prebuilt("en"), Map.of("stride", 7L, "maxLength", 10L))
                        .type(TEXT)
                        .problems())
                .isEmpty();
        assertThat(harness(prebuilt("en"), Map.of("stride", 5L, "maxLength", 10L))
                        .type(pair)
                        .problems())
                .isEmpty();
    }

    private static void assertProblem(
            Map<String, TensorType> inputs, Map<String, Object> with, String option, String headline) {
        assertThat(harness(prebuilt("en"), with).type(inputs).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.place()).isEqualTo(Place.option(option)))
                .satisfies(problem -> assertThat(problem.headline()).startsWith(headline));
    }

    @Test
    void maxLengthMustLeaveRoomForText() {
        assertThat(harness(prebuilt("en"), Map.of("maxLength", 2L)).type(TEXT).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.place()).isEqualTo(Place.option("maxLength")))
                .satisfies(problem -> assertThat(problem.headline())
                        .isEqualTo("maxLength 2 leaves no room for text beside 2 special tokens"));
        assertThat(harness(prebuilt("en"), Map.of("maxLength", 3L)).type(TEXT).problems())
                .isEmpty();
        assertThat(harness(prebuilt("en"), Map.of("maxLength", 1L, "addSpecialTokens", false))
                        .type(TEXT)
                        .problems())
                .isEmpty();
    }

    @Test
    void aFileThatIsNoTokenizerIsRefusedByName(@TempDir Path folder) throws IOException {
        byte[] whole = Files.readAllBytes(prebuilt("en"));
        assertRefused(folder, "empty.json", new byte[0], Reason.UNREADABLE, "empty.json is not a tokenizer.json");
        assertRefused(
                folder,
                "cut.json",
                Arrays.copyOf(whole, whole.length / 2),
                Reason.UNREADABLE,
                "cut.json is not a tokenizer.json: Unexpected end-of-input");
        assertRefused(folder, "list.json", "[]".getBytes(), Reason.UNREADABLE, "list.json is not a tokenizer.json");
        assertRefused(
                folder,
                "config.json",
                "{\"model_type\": \"bert\"}".getBytes(),
                Reason.UNREADABLE,
                "config.json is not a tokenizer.json: it has no 'model'");
        assertRefused(
                folder,
                "new.json",
                "{\"model\": {\"type\": \"Quantum\", \"vocab\": {}}}".getBytes(),
                Reason.UNSUPPORTED,
                "new.json has a model of the type 'Quantum'; known are BPE, Unigram, WordLevel, WordPiece");
        assertRefused(folder, "absent.json", null, Reason.UNREADABLE, "absent.json is not a tokenizer.json");
    }

    @Test
    void damageIsAnArtifactExceptionOrATokenizer(@TempDir Path folder) throws IOException {
        String whole = Files.readString(Path.of("src/test/resources/fixtures/files/bpe.json"));
        String pieces = "{}[]\",:0n";
        long seed = 20261120;
        Random random = new Random(seed);
        Path file = folder.resolve("damaged.json");
        for (int i = 0; i < 500; i++) {
            StringBuilder damaged = new StringBuilder(whole);
            for (int k = 0; k < 3; k++) {
                damaged.setCharAt(random.nextInt(damaged.length()), pieces.charAt(random.nextInt(pieces.length())));
            }
            Files.writeString(file, damaged);
            try {
                facts(file);
            } catch (ArtifactException expected) {
                assertThat(expected.getMessage()).as("seed %d", seed).startsWith("damaged.json ");
            }
        }
    }

    @Test
    void membersMayStandInAnyOrder(@TempDir Path folder) throws IOException {
        Path sorted = Files.writeString(
                folder.resolve("sorted.json"),
                "{\"model\": {\"vocab\": {\"a\": 7}, \"type\": \"WordLevel\"}, \"post_processor\": {\"processors\":"
                        + " null, \"single\": null, \"type\": \"Sequence\"}, \"added_tokens\": [{\"id\": 9,"
                        + " \"content\": \"<pad>\"}]}");
        assertThat(facts(sorted)).isEqualTo(new TokenizerFacts(10, OptionalLong.of(9), 256));
        assertThat(TokenizerFile.readHead(sorted).padding().token()).isEqualTo("<pad>");
    }

    private static void assertRefused(Path folder, String name, byte[] content, Reason reason, String message)
            throws IOException {
        Path file = folder.resolve(name);
        if (content != null) {
            Files.write(file, content);
        }
        ArtifactException refusal = catchThrowableOfType(ArtifactException.class, () -> facts(file));
        assertThat(refusal.reason()).as(name).isEqualTo(reason);
        assertThat(refusal).hasMessageStartingWith(message);
    }
}
