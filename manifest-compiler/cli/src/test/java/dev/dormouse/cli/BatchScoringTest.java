package dev.dormouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file form of {@code predict}, on the wine sample. */
class BatchScoringTest {
    private static final int ROWS = 300;

    @TempDir
    private Path folder;

    private Path rows = Path.of("");
    private Path answers = Path.of("");

    @BeforeEach
    void rows() throws IOException {
        Random random = new Random(7);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            List<Double> features = random.doubles(13, 0, 20).boxed().toList();
            lines.add("{\"features\": " + (i % 10 == 3 ? List.of(features, features) : features) + "}");
        }
        rows = Files.write(folder.resolve("rows.jsonl"), lines);
        answers = folder.resolve("answers.jsonl");
    }

    @Test
    void answersEveryRowAsItIsAnsweredAlone() throws IOException {
        assertThat(score().status()).isZero();
        List<String> lines = Files.readAllLines(answers);
        assertThat(lines).hasSize(ROWS);
        List<String> requests = Files.readAllLines(rows);
        for (int i : List.of(0, 3, ROWS - 1)) {
            Console alone = console().run("predict", Console.sample("wine"), requests.get(i));
            assertThat(JsonCloseness.differences(decode(lines.get(i)), decode(alone.out()), 1e-5))
                    .isEmpty();
        }
    }

    @Test
    void goesOnBehindTheLastCompleteLine() throws IOException {
        score();
        String whole = Files.readString(answers);
        for (int cut : List.of(0, 1, whole.length() / 2, whole.indexOf('\n') + 1, whole.length() - 1)) {
            Files.writeString(answers, whole.substring(0, cut));
            Console console = score();
            assertThat(console.status()).isZero();
            assertThat(console.err()).contains(ROWS + " rows answered");
            assertThat(answers).as("equal to the last digit").hasContent(whole);
        }
    }

    @Test
    void aFinishedRunIsLeftAsItIs() throws IOException {
        score();
        String whole = Files.readString(answers);
        assertThat(score().err()).contains("(" + ROWS + " were there already)");
        assertThat(answers).hasContent(whole);
    }

    @Test
    void aBadRowIsAnsweredByItsErrorAndTheRunGoesOn() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(rows));
        lines.set(5, "{\"features\": [1, 2]}");
        lines.set(6, "not JSON");
        lines.add(7, "");
        Files.write(rows, lines);
        Console console = score();
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.err()).contains("2 could not be answered");
        List<String> out = Files.readAllLines(answers);
        assertThat(out).hasSize(ROWS);
        assertThat(out.get(5))
                .startsWith("{\"error\":\"")
                .contains("features", "\"code\":\"INVALID_INPUT\",\"line\":6}");
        assertThat(out.get(6)).contains("\"code\":\"MALFORMED\",\"line\":7}");
        assertThat(out.get(7)).startsWith("{\"cultivar\":");
        assertThat(score().status()).as("also when it was finished before").isEqualTo(1);
    }

    @Test
    void anOutputOfAnotherInputIsRefused() throws IOException {
        score();
        Files.write(rows, Files.readAllLines(rows).subList(0, 10));
        Console console = score();
        assertThat(console.status()).isEqualTo(2);
        assertThat(console.err()).contains("of another run", "--restart");
        assertThat(score("--restart").status()).isZero();
        assertThat(Files.readAllLines(answers)).hasSize(10);
    }

    @Test
    void aFileThatHoldsSomethingElseIsLeftAlone() throws IOException {
        for (String precious : List.of("years of work", "years of work\nand more\n", "{\"other\":1}\n", "\n")) {
            Files.writeString(answers, precious);
            Console console = score();
            assertThat(console.status()).isEqualTo(2);
            assertThat(console.err()).contains("line 1 is no answer of this pipeline", "--restart");
            assertThat(Files.readString(answers)).isEqualTo(precious);
        }
    }

    @Test
    void theInputIsNeverTheOutput() throws IOException {
        String before = Files.readString(rows);
        Console console = console().run("predict", Console.sample("wine"), "--input", rows, "--output", rows);
        assertThat(console.status()).isEqualTo(2);
        assertThat(rows).hasContent(before);
    }

    private Console console() {
        return new Console(folder.resolve("cache"));
    }

    private Console score(Object... more) {
        List<Object> words =
                new ArrayList<>(List.of("predict", Console.sample("wine"), "--input", rows, "--output", answers));
        words.addAll(List.of(more));
        return console().run(words.toArray());
    }

    private static Object decode(String json) {
        return dev.dormouse.plan.PlanJson.decode(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
