package dev.dormouse.benchmarks;

import dev.dormouse.engine.Pipeline;
import dev.dormouse.step.Step;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The run loop by the step, and the steps around a model. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StepBenchmark {
    private static final Path TEXTS = Path.of("runtime/benchmarks/texts");

    private final Pipeline tenSteps = Sample.compile(Path.of("runtime/benchmarks/manifests/ten-steps.yaml"))
            .pipeline();
    private final Map<String, Tensor> row = Map.of("x", NumericTensor.of(Shape.of(1, 4), 1f, 2f, 3f, 4f));
    private final Step sigmoid;
    private final Step tokenizer;
    private final Step softmax;
    private final Step label;
    private final Tensor[] four = {NumericTensor.of(Shape.of(1, 4), 1f, 2f, 3f, 4f)};
    private final Tensor[] logits = {NumericTensor.of(Shape.of(1, 2), -1.5f, 2.5f)};
    private final Tensor[] scores = {NumericTensor.of(Shape.of(1, 2), 0.02f, 0.98f)};
    private final Tensor[] shortText = text("short.txt");
    private final Tensor[] twelveTexts = text("mixed.txt");

    /** Opens the steps. */
    public StepBenchmark() {
        sigmoid = Sample.compile(Path.of("runtime/benchmarks/manifests/ten-steps.yaml"))
                .step("s1");
        Sample sentiment = Sample.compile(Path.of("samples/sentiment-en/manifest.yaml"));
        tokenizer = sentiment.step("tokens");
        softmax = sentiment.step("probability");
        label = sentiment.step("verdict");
    }

    private static Tensor[] text(String file) {
        try {
            String[] lines = Files.readAllLines(TEXTS.resolve(file)).toArray(new String[0]);
            return new Tensor[] {new TextTensor(Shape.of(lines.length), lines)};
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A run of ten steps, by the step; {@link #sigmoid} is what the step itself takes of it. */
    @Benchmark
    @OperationsPerInvocation(10)
    public Map<String, Tensor> runLoopPerStep() {
        return tenSteps.run(row);
    }

    @Benchmark
    public Tensor[] sigmoid() throws Exception {
        return sigmoid.run(four);
    }

    @Benchmark
    public Tensor[] softmax() throws Exception {
        return softmax.run(logits);
    }

    @Benchmark
    public Tensor[] label() throws Exception {
        return label.run(scores);
    }

    /** A text of 8 tokens. */
    @Benchmark
    public Tensor[] tokenizeShortText() throws Exception {
        return tokenizer.run(shortText);
    }

    /** Twelve texts of 7 to 86 tokens in one call. */
    @Benchmark
    public Tensor[] tokenizeTwelveTexts() throws Exception {
        return tokenizer.run(twelveTexts);
    }
}
