package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.engine.Bundle;
import dev.dormouse.engine.Pipeline;
import dev.dormouse.engine.StepListener;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.protocol.RawTensors;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.testkit.RunningApp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 10,000 seeded inputs through every door give what the pipeline gives in this process, bit by bit. What a door cannot
 * carry: JSON has neither infinities nor NaN's bits, so its doors get finite numbers and null for NaN, and NaN is null in
 * their answers; {@code /eval} leaves out dims of size 1; FP16 has no field among gRPC's typed contents; no door carries
 * an empty input. Doors that carry any bits get another input with any bits for each tenth.
 */
@Tag("it")
class DoorsAgreeIT {
    private static final int INPUTS = 10_000;
    private static final int BATCH = 50;
    private static final int THREADS = 4;

    @Test
    void everyDatatypeIsTheSameThroughEveryDoor(@TempDir Path folder) throws Exception {
        check(Bundles.compile("everywhere", folder), true);
    }

    @Test
    void halfPrecisionIsTheSameThroughEveryDoorButTypedContents(@TempDir Path folder) throws Exception {
        check(Bundles.compile("half", folder), false);
    }

    private static void check(Path bundle, boolean typed) throws Exception {
        long seed = Long.getLong("dormouse.seed", ThreadLocalRandom.current().nextLong());
        System.out.println("DoorsAgreeIT: -Ddormouse.seed=" + seed);
        try (RunningApp app = RunningApp.start(bundle, "dormouse.grpc-port=0");
                Comparison doors = Comparison.open(app, bundle, typed)) {
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try {
                List<Callable<Boolean>> batches = new ArrayList<>();
                for (int from = 0; from < INPUTS; from += BATCH) {
                    long first = seed + from;
                    batches.add(() -> doors.batch(first));
                }
                for (Future<Boolean> batch : threads.invokeAll(batches)) {
                    batch.get();
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(app.log()).doesNotContain("trace ").doesNotContain("Exception");
        }
    }

    /** The doors of one function beside the pipeline that it serves. */
    private record Comparison(Pipeline pipeline, HttpDoors http, GrpcDoors grpc, boolean typed)
            implements AutoCloseable {
        static Comparison open(RunningApp app, Path folder, boolean typed) throws Exception {
            Bundle bundle = Bundle.open(folder);
            Plan plan = bundle.plan();
            return new Comparison(
                    Pipeline.open(plan, bundle, StepCatalogue.load(), StepListener.NONE),
                    new HttpDoors(app, plan),
                    new GrpcDoors(app, plan),
                    typed);
        }

        @Override
        public void close() {
            grpc.close();
            pipeline.close();
        }

        /** Inputs one by one, then the same as one batch of events. */
        boolean batch(long first) throws Exception {
            List<Map<String, Tensor>> inputs = new ArrayList<>();
            List<Map<String, Elements>> expected = new ArrayList<>();
            for (long seed = first; seed < first + BATCH; seed++) {
                Map<String, Tensor> input = RandomInputs.of(pipeline.plan(), seed, true);
                inputs.add(input);
                expected.add(one(seed, input));
                if (seed % 10 == 0) {
                    Map<String, Tensor> any = RandomInputs.of(pipeline.plan(), seed, false);
                    exact(seed, any, pipeline.run(any));
                }
            }
            assertThat(http.batch(inputs))
                    .as("a batch of events from seed %d", first)
                    .isEqualTo(expected);
            return true;
        }

        /** All doors but the batch; what a door of JSON should tell. */
        private Map<String, Elements> one(long seed, Map<String, Tensor> inputs) throws Exception {
            Map<String, Tensor> outputs = pipeline.run(inputs);
            Map<String, Elements> expected = new LinkedHashMap<>();
            Map<String, Elements> squeezed = new LinkedHashMap<>();
            outputs.forEach((name, tensor) -> {
                expected.put(name, Elements.inJson(tensor));
                squeezed.put(name, Elements.inJson(tensor).squeezed());
            });
            for (Map.Entry<String, HttpDoors.Door> door : http.json().entrySet()) {
                assertThat(door.getValue().ask(inputs))
                        .as("%s, seed %d", door.getKey(), seed)
                        .isEqualTo(expected);
            }
            assertThat(http.eval(inputs)).as("/eval, seed %d", seed).isEqualTo(squeezed);
            exact(seed, inputs, outputs);
            return expected;
        }

        /** The doors that carry any bits. */
        private void exact(long seed, Map<String, Tensor> inputs, Map<String, Tensor> outputs) throws Exception {
            ByteArrayOutputStream raw = new ByteArrayOutputStream();
            outputs.values().forEach(tensor -> raw.writeBytes(HttpDoors.bytes(RawTensors.write(tensor))));
            assertThat(http.binaryInference(inputs))
                    .as("V2 binary, seed %d", seed)
                    .isEqualTo(raw.toByteArray());
            assertThat(grpc.raw(inputs)).as("gRPC raw, seed %d", seed).isEqualTo(raw.toByteArray());
            if (typed) {
                Map<String, Elements> expected = new LinkedHashMap<>();
                outputs.forEach((name, tensor) -> expected.put(name, Elements.of(tensor)));
                assertThat(grpc.typed(inputs)).as("gRPC typed, seed %d", seed).isEqualTo(expected);
            }
        }
    }

    /** What the pipeline refuses every door refuses, and says what it is about. */
    @Test
    void everyDoorRefusesTheSame(@TempDir Path folder) throws Exception {
        Path bundle = Bundles.compile("half", folder);
        try (RunningApp app = RunningApp.start(bundle, "dormouse.grpc-port=0");
                Comparison doors = Comparison.open(app, bundle, false)) {
            NumericTensor fp16 = NumericTensor.allocate(Datatype.FP16, Shape.of(2, 1));
            for (Shape int8 : List.of(Shape.of(3), Shape.of(0), Shape.of(2, 1, 1))) {
                Map<String, Tensor> inputs = Map.of("fp16", fp16, "int8", NumericTensor.allocate(Datatype.INT8, int8));
                assertThatThrownBy(() -> doors.pipeline().run(inputs)).isInstanceOf(PipelineException.class);
                for (HttpRequest request : List.of(
                        doors.http().plainRequest(inputs),
                        doors.http().binaryEventRequest(inputs),
                        doors.http().structuredEventRequest(inputs),
                        doors.http().inferenceRequest(inputs),
                        doors.http().binaryInferenceRequest(inputs))) {
                    HttpResponse<String> answer = doors.http().refused(request);
                    assertThat(answer.statusCode()).as(request + answer.body()).isEqualTo(400);
                    assertThat(answer.body()).contains("input 'int8'");
                }
                assertThatThrownBy(() -> doors.grpc().raw(inputs))
                        .isInstanceOfSatisfying(
                                StatusRuntimeException.class,
                                e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT))
                        .hasMessageContaining("input 'int8'");
            }
        }
    }
}
