package dev.dormouse.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.Options;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepContext.Wire;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerStepTest {
    private static final Wire TEXT = new Wire("text", TensorType.parse("STRING[n]"));
    private static final Wire PAIR = new Wire("pair", TensorType.parse("STRING[n]"));
    private static final Wire IDS = new Wire("input_ids", TensorType.parse("INT64[n, sequence]"));

    private static Step open(Path file, Map<String, Object> with, List<Wire> inputs) throws Exception {
        Map<String, Object> options = new HashMap<>(
                Map.of("maxLength", 256L, "truncation", true, "padding", "longest", "addSpecialTokens", true));
        options.put("pretokenized", false);
        options.putAll(with);
        Declaration declaration = new Declaration("tokens", new Options(options), Map.of("source", file));
        return new TokenizerKind().open(new StepContext(declaration, inputs, List.of(IDS)));
    }

    private static Step english(Map<String, Object> with) throws Exception {
        return open(TokenizerKindTest.prebuilt("en"), with, List.of(TEXT));
    }

    private static NumericTensor ids(Step step, String... texts) throws Exception {
        Tensor[] outputs = step.run(new Tensor[] {TextTensor.of(texts)});
        assertThat(outputs).hasSize(1);
        return (NumericTensor) outputs[0];
    }

    @Test
    void withoutTruncationALongTextIsRefused() throws Exception {
        try (Step step = english(Map.of("truncation", false, "maxLength", 4L))) {
            assertThat(ids(step, "good film").shape()).isEqualTo(Shape.of(1, 4));
            PipelineException refusal =
                    catchThrowableOfType(PipelineException.class, () -> ids(step, "good", "a very good film"));
            assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_INPUT);
            assertThat(refusal).hasMessage("'text' must have at most 4 tokens, but text 2 has 6");
        }
    }

    @Test
    void oddTextsAreTokenizedOrRefusedButNeverCrash() throws Exception {
        try (Step step = english(Map.of())) {
            assertThat(ids(step).shape()).isEqualTo(Shape.of(0, 0));
            assertThat(ids(step, "").shape()).isEqualTo(Shape.of(1, 2));
            assertThat(ids(step, "a\0b").shape().dim(0)).isEqualTo(1);
            assertThat(ids(step, "film ".repeat(200_000)).shape()).isEqualTo(Shape.of(1, 256));
            for (String broken : List.of("\ud83d", "a\ude00b", "\ud83dx")) {
                PipelineException refusal =
                        catchThrowableOfType(PipelineException.class, () -> ids(step, "fine", broken));
                assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_INPUT);
                assertThat(refusal).hasMessage("'text' must be Unicode text, but text 2 has half of a surrogate pair");
            }
        }
    }

    @Test
    void everyTextNeedsItsPair() throws Exception {
        try (Step step = open(TokenizerKindTest.prebuilt("en"), Map.of(), List.of(PAIR, TEXT))) {
            PipelineException refusal = catchThrowableOfType(
                    PipelineException.class,
                    () -> step.run(new Tensor[] {TextTensor.of("one"), TextTensor.of("one", "two")}));
            assertThat(refusal).hasMessage("'pair' must have as many texts as 'text', 2, not 1");
            NumericTensor pair =
                    (NumericTensor) step.run(new Tensor[] {TextTensor.of("film"), TextTensor.of("good")})[0];
            assertThat(pair.longs().get(1)).isEqualTo(2204);
        }
    }

    @Test
    void aTextThatLeavesNoRoomForWindowsIsRefused() throws Exception {
        try (Step step =
                open(TokenizerKindTest.prebuilt("en"), Map.of("maxLength", 10L, "stride", 2L), List.of(TEXT, PAIR))) {
            TextTensor text = TextTensor.of("short", "a film");
            assertThat(step.run(new Tensor[] {text, TextTensor.of(text(9), text(9))})[0]
                            .shape()
                            .dim(1))
                    .isEqualTo(10);
            assertThat(step.run(new Tensor[] {TextTensor.of("a good film the end"), TextTensor.of("so it")})[0].shape())
                    .as("nothing needs to be cut, so there is room")
                    .isEqualTo(Shape.of(1, 10));
            assertRefused(
                    () -> step.run(
                            new Tensor[] {TextTensor.of("a", "a very good old film"), TextTensor.of("b", text(9))}),
                    "'text' must be shorter: text 2 has 5 tokens, which leaves 2 of 7 for 'pair'; windows that overlap by"
                            + " 2 take more");
        }
    }

    @Test
    void windowsThatWouldFillTheMemoryAreRefused() throws Exception {
        try (Step step = english(Map.of("maxLength", 512L, "stride", 509L))) {
            assertRefused(
                    () -> ids(step, "film ".repeat(10_000)),
                    "'text' gives too many windows: together they have more than 4194304 tokens; send fewer or shorter"
                            + " texts, or set a smaller stride");
        }
    }

    @Test
    void windowsOfALongTextAreAllOfIt() throws Exception {
        try (Step whole = english(Map.of("maxLength", 1L << 20, "addSpecialTokens", false));
                Step cut = english(Map.of("maxLength", 100L, "stride", 30L, "addSpecialTokens", false))) {
            String text = text(1000);
            NumericTensor all = ids(whole, text);
            NumericTensor windows = ids(cut, text);
            long tokens = all.shape().dim(1);
            assertThat(tokens).isGreaterThan(3_000);
            for (int i = 0; i < tokens; i++) {
                int window = (int) Math.min(i / 70, windows.shape().dim(0) - 1);
                assertThat(windows.getLong(window * 100 + i - 70 * window)).isEqualTo(all.getLong(i));
            }
            assertThat(windows.shape()).isEqualTo(Shape.of((tokens - 30 + 69) / 70, 100));
        }
    }

    @Test
    void wordsWithHalfACharacterAreRefusedByTheirPlace() throws Exception {
        try (Step step = english(Map.of("pretokenized", true))) {
            TextTensor words = new TextTensor(Shape.of(2, 2), new String[] {"a", "b", "c", "\ud83d"});
            assertRefused(
                    () -> step.run(new Tensor[] {words}),
                    "'text' must be Unicode text, but word 2 of text 2 has half of a surrogate pair");
            assertThat(step.run(new Tensor[] {new TextTensor(Shape.of(0, 0), new String[0])})[0].shape())
                    .isEqualTo(Shape.of(0, 0));
            assertThat(step.run(new Tensor[] {new TextTensor(Shape.of(1, 0), new String[0])})[0].shape())
                    .isEqualTo(Shape.of(1, 2));
        }
    }

    private static void assertRefused(Callable<?> call, String message) {
        PipelineException refusal = catchThrowableOfType(PipelineException.class, call::call);
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_INPUT);
        assertThat(refusal).hasMessage(message);
    }

    @Test
    void aFileNamedByItsDigestOpensToo(@TempDir Path folder) throws Exception {
        Path copy = Files.copy(TokenizerKindTest.prebuilt("en"), folder.resolve("0123456789abcdef"));
        try (Step step = open(copy, Map.of(), List.of(TEXT))) {
            assertThat(ids(step, "good film").longs().get(1)).isEqualTo(2204);
        }
    }

    @Test
    void aVocabularyThatTheNativeLibraryRefusesIsToldWithTheFilesName(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("odd.json"), "{\"version\": \"1.0\", \"model\": {\"type\": \"WordPiece\"}}");
        ArtifactException refusal =
                catchThrowableOfType(ArtifactException.class, () -> open(file, Map.of(), List.of(TEXT)));
        assertThat(refusal).hasMessageStartingWith("odd.json cannot be loaded: ");
    }

    @Test
    void eightThreadsShareOneTokenizer() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Step step = english(Map.of())) {
            List<NumericTensor> alone = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                alone.add(ids(step, text(i), "a"));
            }
            List<Callable<Void>> tasks = IntStream.range(0, 400)
                    .<Callable<Void>>mapToObj(i -> () -> {
                        assertThat(ids(step, text(i % 8), "a").bytes())
                                .isEqualTo(alone.get(i % 8).bytes());
                        return null;
                    })
                    .toList();
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static String text(int seed) {
        return "an odd film ".repeat(seed + 1) + seed;
    }
}
