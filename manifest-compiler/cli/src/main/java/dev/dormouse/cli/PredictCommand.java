package dev.dormouse.cli;

import dev.dormouse.cli.batch.BatchScorer;
import dev.dormouse.cli.batch.ForeignOutputException;
import dev.dormouse.cli.batch.ProgressBar;
import dev.dormouse.engine.Pipeline;
import dev.dormouse.engine.StepListener;
import dev.dormouse.protocol.DecodedInputs;
import dev.dormouse.protocol.JsonInputs;
import dev.dormouse.protocol.JsonOutputs;
import dev.dormouse.protocol.OutputShapes;
import dev.dormouse.protocol.Shapes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers one request, or scores a file of rows, in this process. */
@Command(
        name = "predict",
        description = {
            "Answers one request in-process, or scores a file: one JSON object of inputs a line.",
            "A run that was killed goes on after the last complete line of the output. A row that cannot be answered"
                    + " gives {\"error\", \"code\", \"line\"} in its place, and exit status 1 in the end."
        })
final class PredictCommand implements Callable<Integer> {
    private final Environment environment;
    private final TargetCompiler compiler;

    @Parameters(index = "0", paramLabel = "TARGET", description = "A manifest, its folder, a bundle, or a model file.")
    private Path target = Path.of("");

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "JSON",
            description = "The inputs as a JSON object; - reads them from the standard input, @FILE from a file.")
    private @Nullable String json;

    @Option(names = "--input", paramLabel = "ROWS.jsonl", description = "One JSON object of inputs a line.")
    private @Nullable Path input;

    @Option(names = "--output", paramLabel = "OUT.jsonl", description = "One answer a line, in the order of the rows.")
    private @Nullable Path output;

    @Option(names = "--restart", description = "Throw away the answers that are in OUT.jsonl already.")
    private boolean restart;

    PredictCommand(Environment environment, TargetCompiler compiler) {
        this.environment = environment;
        this.compiler = compiler;
    }

    @Override
    public Integer call() throws IOException {
        Path rows = input;
        Path answers = output;
        String request = json;
        if (request != null && rows == null && answers == null) {
            return one(bytes(request));
        }
        if (request == null && rows != null && answers != null) {
            return file(rows, answers);
        }
        throw CommandFailure.unusable(
                "predict needs either the inputs as JSON, or both --input and --output",
                "dormouse predict " + target + " --input rows.jsonl --output answers.jsonl");
    }

    private byte[] bytes(String request) throws IOException {
        if (request.equals("-")) {
            return environment.in().readAllBytes();
        }
        return request.startsWith("@")
                ? Files.readAllBytes(Path.of(request.substring(1)))
                : request.getBytes(StandardCharsets.UTF_8);
    }

    private int one(byte[] body) throws IOException {
        try (Pipeline pipeline = open()) {
            DecodedInputs request = JsonInputs.decode(body, pipeline.plan().inputs(), Shapes.EXACT);
            JsonOutputs.write(
                    environment.out(),
                    pipeline.plan(),
                    pipeline.run(request.tensors()),
                    request.singleRow() ? OutputShapes.BATCH_DROPPED : OutputShapes.EXACT);
            environment.out().println();
            return 0;
        }
    }

    private int file(Path rows, Path answers) throws IOException {
        if (!Files.isRegularFile(rows)) {
            throw CommandFailure.unusable(rows + " is not a file", "--input with a file of one JSON object a line");
        }
        if (Files.exists(answers) && Files.isSameFile(rows, answers)) {
            throw CommandFailure.unusable("--input and --output are the same file", "another --output");
        }
        if (Files.isDirectory(answers)) {
            throw CommandFailure.unusable(answers + " is a folder", "--output with a file in it");
        }
        if (restart) {
            Files.deleteIfExists(answers);
        }
        try (Pipeline pipeline = open();
                ProgressBar progress = new ProgressBar(environment.err(), environment.terminal(), Files.size(rows))) {
            BatchScorer.Result result = new BatchScorer(pipeline, progress).score(rows, answers);
            environment.err().println(summary(result, answers));
            return result.failed() > 0 ? 1 : 0;
        } catch (ForeignOutputException e) {
            throw CommandFailure.unusable(
                    String.valueOf(e.getMessage()), "another --output, or --restart to write it anew");
        }
    }

    private static String summary(BatchScorer.Result result, Path answers) {
        String resumed = result.resumed() == 0 ? "" : " (" + result.resumed() + " were there already)";
        String failed = result.failed() == 0
                ? ""
                : "; " + result.failed() + " could not be answered: grep -n '^{\"error\"' " + answers;
        return result.rows() + " rows answered in " + answers + resumed + failed;
    }

    private Pipeline open() throws IOException {
        TargetCompiler.Loaded loaded = compiler.load(Target.find(target));
        return Pipeline.open(loaded.plan(), loaded.artifacts(), compiler.catalogue(), StepListener.NONE);
    }
}
