package dev.dormouse.benchmarks;

import dev.dormouse.functions.GrpcCodec;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.protocol.CloudEvent;
import dev.dormouse.protocol.CloudEventJson;
import dev.dormouse.protocol.EventData;
import dev.dormouse.protocol.ImageFormat;
import dev.dormouse.protocol.InferenceAnswer;
import dev.dormouse.protocol.InferenceJson;
import dev.dormouse.protocol.InferenceRequest;
import dev.dormouse.protocol.InferenceRequest.RequestedOutput;
import dev.dormouse.protocol.JsonInputs;
import dev.dormouse.protocol.JsonOutputs;
import dev.dormouse.protocol.OutputShapes;
import dev.dormouse.protocol.OvhInputs;
import dev.dormouse.protocol.OvhOutputs;
import dev.dormouse.protocol.Shapes;
import dev.dormouse.steps.image.ImageFiles;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Each codec on the image of {@link ImageRequests}, from a body to a tensor and back. Bytes are those of the body; the
 * profiler {@code gc} tells what is allocated on the heap, beside which a tensor has a direct buffer.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(1)
public class ImageCodecBenchmark {
    private static final ImageFormat FILES = new ImageFormat() {
        @Override
        public NumericTensor decode(List<byte[]> files, int channels, int height, int width) {
            return ImageFiles.decode(files, channels, height, width);
        }

        @Override
        public byte[] encode(String mediaType, byte[] pixels, int height, int width) {
            return ImageFiles.png(pixels, height, width);
        }
    };

    /** A codec of a door. */
    public enum Codec {
        PLAIN_JSON {
            @Override
            byte[] body(ImageRequests image) {
                return image.plain();
            }

            @Override
            Object read(byte[] body, Plan plan) {
                return JsonInputs.decode(body, plan.inputs(), Shapes.EXACT);
            }

            @Override
            byte[] write(Map<String, Tensor> outputs, Plan plan) {
                return json(outputs, plan);
            }
        },
        STRUCTURED_EVENT {
            @Override
            byte[] body(ImageRequests image) {
                return image.structuredEvent();
            }

            @Override
            Object read(byte[] body, Plan plan) {
                return EventData.decode(CloudEventJson.read(body), plan);
            }

            @Override
            byte[] write(Map<String, Tensor> outputs, Plan plan) {
                return CloudEventJson.write(
                        CloudEvent.answering(Map.of("id", "1"), "2", "t", "/s", Instant.EPOCH, json(outputs, plan)));
            }
        },
        V2_JSON {
            @Override
            byte[] body(ImageRequests image) {
                return image.inference();
            }

            @Override
            Object read(byte[] body, Plan plan) {
                return InferenceJson.read(body, plan);
            }

            @Override
            byte[] write(Map<String, Tensor> outputs, Plan plan) {
                return InferenceAnswer.of(wanted(plan, false), plan, outputs).body();
            }
        },
        V2_BINARY {
            @Override
            byte[] body(ImageRequests image) {
                return image.binary();
            }

            @Override
            Object read(byte[] body, Plan plan) {
                return InferenceJson.read(body, body.length - IMAGE_BYTES, plan);
            }

            @Override
            byte[] write(Map<String, Tensor> outputs, Plan plan) {
                return InferenceAnswer.of(wanted(plan, true), plan, outputs).body();
            }
        },
        GRPC_TYPED {
            @Override
            byte[] body(ImageRequests image) {
                return image.grpcTyped("image").toByteArray();
            }

            @Override
            Object read(byte[] body, Plan plan) {
                return GrpcCodec.read(body, plan);
            }

            @Override
            byte[] write(Map<String, Tensor> outputs, Plan plan) {
                return GrpcCodec.write(wanted(plan, false), plan, outputs);
            }
        },
        GRPC_RAW {
            @Override
            byte[] body(ImageRequests image) {
                return image.grpcRaw("image").toByteArray();
            }

            @Override
            Object read(byte[] body, Plan plan) {
                return GrpcCodec.read(body, plan);
            }

            @Override
            byte[] write(Map<String, Tensor> outputs, Plan plan) {
                return GrpcCodec.write(wanted(plan, true), plan, outputs);
            }
        },
        PNG {
            @Override
            byte[] body(ImageRequests image) {
                return image.png();
            }

            @Override
            Object read(byte[] body, Plan plan) {
                return new OvhInputs(plan.inputs(), FILES).image(body);
            }

            @Override
            byte[] write(Map<String, Tensor> outputs, Plan plan) {
                Port port = plan.inputs().get(0);
                Tensor tensor = outputs.values().iterator().next();
                return new OvhOutputs(List.of(new OvhOutputs.Named(port.name(), port.type(), tensor)), true, FILES)
                        .image("image/png");
            }
        };

        private static final int IMAGE_BYTES = 224 * 224 * 3 * Float.BYTES;

        abstract byte[] body(ImageRequests image);

        abstract Object read(byte[] body, Plan plan);

        abstract byte[] write(Map<String, Tensor> outputs, Plan plan);

        private static InferenceRequest wanted(Plan plan, boolean binary) {
            return new InferenceRequest(
                    Optional.empty(),
                    Map.of(),
                    List.of(new RequestedOutput(plan.outputs().get(0), binary)));
        }

        private static byte[] json(Map<String, Tensor> outputs, Plan plan) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                JsonOutputs.write(out, plan, outputs, OutputShapes.EXACT);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return out.toByteArray();
        }
    }

    @Param({"PLAIN_JSON", "STRUCTURED_EVENT", "V2_JSON", "V2_BINARY", "GRPC_TYPED", "GRPC_RAW", "PNG"})
    public Codec codec = Codec.PLAIN_JSON;

    private final Plan plan = plan();
    private final Map<String, Tensor> outputs =
            Map.of(ImageRequests.INPUT, ImageRequests.make().tensor());
    private byte[] body = {};

    /** Makes the body. */
    @Setup
    public void makeBody() {
        body = codec.body(ImageRequests.make());
    }

    /** A plan whose output is its input. */
    private static Plan plan() {
        TensorType type = TensorType.parse(ImageRequests.TYPE);
        Plan any = Sample.compile(Path.of("samples/wine/manifest.yaml")).plan();
        return new Plan(
                any.metadata(),
                List.of(new Port(ImageRequests.INPUT, type)),
                List.of(new Plan.Slot(ImageRequests.INPUT, type)),
                List.of(),
                List.of(new Plan.Output(ImageRequests.INPUT, 0)),
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
    public Object read(Traffic traffic) {
        traffic.bytes += body.length;
        return codec.read(body, plan);
    }

    @Benchmark
    public byte[] write(Traffic traffic) {
        byte[] written = codec.write(outputs, plan);
        traffic.bytes += written.length;
        return written;
    }
}
