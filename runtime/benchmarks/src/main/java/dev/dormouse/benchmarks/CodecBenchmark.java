package dev.dormouse.benchmarks;

import dev.dormouse.plan.Plan;
import dev.dormouse.plan.PlanJson;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.protocol.JsonInputs;
import dev.dormouse.protocol.JsonOutputs;
import dev.dormouse.protocol.OutputShapes;
import dev.dormouse.protocol.Shapes;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** JSON to tensors and back: a text and its answer, and a table FP32[1000, 13]. Bytes are those of the JSON. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
    private final Plan sentiment =
            Sample.compile(Path.of("samples/sentiment-en/manifest.yaml")).plan();
    private final Plan table = table();
    private final byte[] oneText = "{\"text\": \"A gorgeous, witty film.\"}".getBytes(StandardCharsets.UTF_8);
    private final Map<String, Tensor> answer;
    private final byte[] tableJson;
    private final Map<String, Tensor> tableValues;

    /** Compiles and runs what is to be written. */
    public CodecBenchmark() {
        try (var pipeline =
                Sample.compile(Path.of("samples/sentiment-en/manifest.yaml")).pipeline()) {
            answer = pipeline.run(JsonInputs.read(oneText, sentiment.inputs(), Shapes.EXACT));
        }
        Random random = new Random(1);
        float[] values = new float[13_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (100 * random.nextGaussian());
        }
        tableValues = Map.of("table", NumericTensor.of(Shape.of(1000, 13), values));
        tableJson = write(table, tableValues);
    }

    private static Plan table() {
        TensorType type = TensorType.parse("FP32[n, 13]");
        Plan any = Sample.compile(Path.of("samples/wine/manifest.yaml")).plan();
        return new Plan(
                any.metadata(),
                List.of(new Port("table", type)),
                List.of(new Plan.Slot("table", type)),
                List.of(),
                List.of(new Plan.Output("table", 0)),
                List.of(),
                any.execution());
    }

    /** What a codec moves. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Traffic {
        public long bytes;
    }

    @Benchmark
    public Map<String, Tensor> readText(Traffic traffic) {
        traffic.bytes += oneText.length;
        return JsonInputs.read(oneText, sentiment.inputs(), Shapes.EXACT);
    }

    @Benchmark
    public byte[] writeSentiment(Traffic traffic) {
        byte[] json = write(sentiment, answer);
        traffic.bytes += json.length;
        return json;
    }

    @Benchmark
    public Map<String, Tensor> readTable(Traffic traffic) {
        traffic.bytes += tableJson.length;
        return JsonInputs.read(tableJson, table.inputs(), Shapes.EXACT);
    }

    @Benchmark
    public byte[] writeTable(Traffic traffic) {
        byte[] json = write(table, tableValues);
        traffic.bytes += json.length;
        return json;
    }

    /** A plan as it is read at start. */
    @Benchmark
    public Plan readPlan(Traffic traffic, PlanBytes plan) {
        traffic.bytes += plan.json.length;
        return PlanJson.read(plan.json);
    }

    /** The plan of the sentiment sample. */
    @State(Scope.Benchmark)
    public static class PlanBytes {
        private final byte[] json = PlanJson.write(
                Sample.compile(Path.of("samples/sentiment-en/manifest.yaml")).plan());
    }

    private static byte[] write(Plan plan, Map<String, Tensor> values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            JsonOutputs.write(out, plan, values, OutputShapes.EXACT);
        } catch (IOException e) {
            throw new IllegalStateException("memory takes every byte", e);
        }
        return out.toByteArray();
    }
}
