package dev.dormouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.engine.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CommandsTest {
    private static final String WINE =
            "{\"features\": [14.38, 3.59, 2.28, 16.0, 102.0, 3.25, 3.17, 0.27, 2.19, 4.9, 1.04, 3.44, 1065.0]}";

    @TempDir
    private Path folder;

    private Console console = new Console(Path.of(""));

    @BeforeEach
    void console() {
        console = new Console(folder.resolve("cache"));
    }

    @Test
    void checkIsSilentAboutNothingWrong() {
        console.run("check", Console.sample("wine"));
        assertThat(console.status()).isZero();
        assertThat(console.out()).contains("wine is good: features FP32[n, 13] -> cultivar STRING[n]");
    }

    @Test
    void checkPrintsEachMistakeWithACaretAndExitsWith1() throws IOException {
        console.run("check", threeMistakes());
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.out().lines().filter(line -> line.contains(": error DM")))
                .hasSize(3);
        assertThat(console.out().lines().filter(line -> line.matches("\\s+\\^~*")))
                .hasSize(3);
    }

    @Test
    void checkGivesFindingsAsJson() throws IOException {
        console.run("check", threeMistakes(), "--format", "json");
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.out())
                .contains("\"findings\"", "\"code\"", "\"line\"", "\"column\"", "\"endColumn\"", "\"help\"");
    }

    @Test
    void checkGoesOnAfterAModelThatCannotBeRead() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.onnx"), "hello");
        Path cut = Files.writeString(folder.resolve("cut.zip"), "PK");
        console.run("check", broken, cut, Console.sample("wine"));
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.out())
                .contains("broken.onnx:1:1: error DM403: broken.onnx is not an ONNX model")
                .contains("cut.zip:1:1: error DM403: 'cut.zip' is no zip, or it is cut short")
                .contains("wine is good");
        console.run("check", broken, "--format", "json");
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.out()).contains("\"DM403\"");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    @Timeout(30)
    void aNamedPipeIsNotWaitedFor() throws Exception {
        Path pipe = folder.resolve("pipe.zip");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        console.run("check", pipe);
        assertThat(console.status()).isEqualTo(2);
        assertThat(console.err()).contains("is neither a file nor a folder");
        console.run("check", folder);
        assertThat(console.err()).contains("no model");
    }

    @Test
    void aNewFolderLosesToAnotherCallButDoesNotDeleteWhatThatMade() throws IOException {
        Path other = folder.resolve("parent/mine/manifest.yaml");
        NewFolder mine = NewFolder.at(other.getParent());
        assertThatThrownBy(() -> mine.make(stage -> {
                    Files.writeString(stage.resolve("manifest.yaml"), "mine");
                    Files.createDirectories(other.getParent());
                    Files.writeString(other, "theirs");
                }))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("was made by another call meanwhile");
        assertThat(other).hasContent("theirs");
        assertThat(other.getParent().getParent().toFile().list()).containsExactly("mine");
    }

    @Test
    void checkExitsWith2WhenItCannotRun() {
        console.run("check", folder.resolve("nowhere"));
        assertThat(console.status()).isEqualTo(2);
        assertThat(console.err()).contains("does not exist").contains("Try this:");
    }

    @Test
    void compileWritesABundleThatPredictReads() {
        Path bundle = folder.resolve("a bundle");
        assertThat(console.run("compile", Console.sample("wine"), "-o", bundle).status())
                .isZero();
        assertThat(Bundle.isBundle(bundle)).isTrue();
        console.run("predict", bundle, WINE);
        assertThat(console.status()).isZero();
        assertThat(console.out()).startsWith("{\"cultivar\":\"class_0\",\"score\":0.99");
    }

    @Test
    void compileReplacesNothingButABundle() throws IOException {
        Path precious =
                Files.writeString(Files.createDirectory(folder.resolve("mine")).resolve("thesis.tex"), "years of work");
        console.run("compile", Console.sample("wine"), "-o", precious.getParent());
        assertThat(console.status()).isEqualTo(2);
        assertThat(precious).hasContent("years of work");
    }

    @ParameterizedTest
    @EnumSource(Template.class)
    void aNewFolderCompilesAndRuns(Template template) {
        Path made = folder.resolve("my-pipeline");
        assertThat(console.run("new", made, "--from", template).status())
                .as(console.err())
                .isZero();
        console.run("check", made, "--format", "json");
        assertThat(console.out()).contains("\"findings\" : [ ]");
        String request = template == Template.ONNX ? "{\"features\": [[4.7, 3.2, 1.3, 0.2]]}" : "";
        console.run("predict", made, request.isEmpty() ? "@" + made.resolve("request.json") : request);
        assertThat(console.status()).as(console.err()).isZero();
    }

    @Test
    void newFromAFileThatIsNoModelSaysSoAndLeavesNothing() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "no model");
        Path made = folder.resolve("my-pipeline");
        console.run("new", made, "--from", "onnx", "--model", notes);
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.err()).contains("notes.txt").contains("Try this:").doesNotContain("internal error");
        assertThat(made).doesNotExist();
    }

    @Test
    void newCopiesAModelWithTheFilesThatItKeepsWeightsIn() {
        Path models = Console.ROOT.resolve("runtime/onnx/src/test/resources");
        Path made = folder.resolve("made");
        console.run("new", made, "--from", "onnx", "--model", models.resolve("external/two-files.onnx"));
        assertThat(console.status()).as(console.err()).isZero();
        assertThat(made.resolve("parts/second.bin")).isRegularFile();
        console.run("predict", made, "{\"x\": [[1, 1]]}");
        assertThat(console.out()).contains("7.5", "6.75", "78"); // (5, 7, 9) + (10, 20, 30), times (0.5, 0.25, 2)
        Path leadsOut = folder.resolve("leads-out");
        console.run("new", leadsOut, "--from", "onnx", "--model", models.resolve("models/external-parent.onnx"));
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.err()).contains("outside of its own folder", "Try this:");
        assertThat(leadsOut).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"123, TABULAR", "null, IMAGE", "1e3, ONNX", "true, TEXT", "mine, ONNX"})
    void aNewPipelineHasTheFoldersName(String name, Template template) {
        Path made = folder.resolve(name);
        console.run("new", made, "--from", template);
        console.run("check", made);
        assertThat(console.out()).contains(": " + name + " is good");
    }

    @Test
    void newLeavesNoFolderForAModelThatIsNone() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "no model");
        Path made = folder.resolve("made");
        for (Path model : new Path[] {notes, folder, folder.resolve("nowhere")}) {
            console.run("new", made, "--from", "onnx", "--model", model);
            assertThat(console.status()).isNotZero();
            assertThat(made).doesNotExist();
        }
        console.run("new", notes, "--from", "text");
        assertThat(console.err()).contains("cannot name a pipeline");
    }

    @Test
    void newLeavesAFolderThatIsThereAlone() throws IOException {
        Files.createFile(folder.resolve("mine"));
        console.run("new", folder, "--from", "text");
        assertThat(console.status()).isEqualTo(2);
        assertThat(console.err()).contains("Try this:");
    }

    @Test
    void aBareModelIsServedByItsOwnSignature() {
        console.run("predict", Console.sample("ensemble").resolve("linear.onnx"), "{\"features\":[4.7,3.2,1.3,0.2]}");
        assertThat(console.status()).as(console.err()).isZero();
        assertThat(console.out()).contains("\"probabilities\":[0.9");
    }

    @Test
    void aFolderOfSeveralModelsAsksWhich() {
        Path models = folder.resolve("models");
        copyModel("a.onnx");
        copyModel("b.onnx");
        console.run("predict", models, "{}");
        assertThat(console.status()).isEqualTo(2);
        assertThat(console.err()).contains("several models: a.onnx, b.onnx", "Try this: name one:");
    }

    @Test
    void predictRefusesAWrongRequestByName() {
        console.run("predict", Console.sample("wine"), "{\"feature\": [1]}");
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.err())
                .contains("'feature' is not an input; did you mean 'features'?")
                .contains("Try this:")
                .doesNotContain("\tat ");
    }

    @Test
    void predictReadsTheStandardInput() {
        console.runWith(WINE, "predict", Console.sample("wine"), "-");
        assertThat(console.out()).contains("class_0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stepz|there is no command 'stepz'|dormouse steps",
                "check --formt json x|there is no option '--formt'|--format",
                "steps standardScale|there is no step kind|dormouse steps standardScaler",
                "predict samples|predict needs either|--input",
                "run x --port eighty|--port|dormouse run --help"
            })
    void mistakesOnTheCommandLineAreToldWithAWayOut(String line, String message, String advice) {
        console.run((Object[]) line.split(" "));
        assertThat(console.status()).isEqualTo(2);
        assertThat(console.err().lines().toList().get(0))
                .startsWith("dormouse: ")
                .contains(message);
        assertThat(console.err().lines().toList().get(1))
                .startsWith("Try this: ")
                .contains(advice);
    }

    @Test
    void runTellsOfAnAddressThatIsNone() {
        for (String port : new String[] {"99999", "-1"}) {
            console.run("run", Console.sample("wine"), "--port", port);
            assertThat(console.status()).isEqualTo(2);
            assertThat(console.err()).contains("--port " + port + " is none: ports are 0 to 65535");
            console.run("run", Console.sample("wine"), "--port", "0", "--grpc-port", port);
            assertThat(console.status()).isEqualTo(2);
            assertThat(console.err()).contains("--grpc-port " + port + " is none: ports are 0 to 65535");
        }
        console.run("run", Console.sample("wine"), "--host", "nowhere.invalid");
        assertThat(console.status()).isEqualTo(2);
        assertThat(console.err()).contains("there is no address 'nowhere.invalid'");
    }

    @Test
    void verboseShowsTheStackTrace() {
        console.run("steps", "nothing", "--verbose");
        assertThat(console.err()).contains("\tat dev.dormouse.cli.");
    }

    @Test
    void stepsTellsAboutEveryKind() {
        console.run("steps");
        assertThat(console.status()).isZero();
        console.out().lines().takeWhile(line -> !line.isBlank()).forEach(line -> {
            Console one = new Console(folder).run("steps", line.split(" ")[0]);
            assertThat(one.status()).as(line + one.err()).isZero();
            assertThat(one.out()).contains("inputs");
        });
    }

    @Test
    void completionNamesTheCommands() {
        console.run("completion", "bash");
        assertThat(console.out()).startsWith("#!/usr/bin/env bash").contains("predict", "--port", "tabular");
    }

    private Path threeMistakes() throws IOException {
        Path sample = Console.sample("wine");
        Path copy = Files.createDirectories(folder.resolve("three"));
        Files.copy(sample.resolve("model.onnx"), copy.resolve("model.onnx"));
        String text = Files.readString(sample.resolve("manifest.yaml"))
                .replace("  description:", "  descriptoin:")
                .replace("labels: [class_0,", "labels: [class_x, class_0,")
                .replace("cultivar: verdict.label", "cultivar: verdikt.label");
        return Files.writeString(copy.resolve("manifest.yaml"), text);
    }

    private void copyModel(String name) {
        try {
            Path models = Files.createDirectories(folder.resolve("models"));
            Files.copy(Console.sample("ensemble").resolve("linear.onnx"), models.resolve(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
