package dev.dormouse.benchmarks;

import com.google.protobuf.ByteString;
import dev.dormouse.compiler.emit.BundleWriter;
import dev.dormouse.engine.Bundle;
import dev.dormouse.engine.HostOptions;
import dev.dormouse.engine.Pipeline;
import dev.dormouse.engine.PipelineHost;
import dev.dormouse.engine.StepListener;
import dev.dormouse.functions.inference.InferTensorContents;
import dev.dormouse.functions.inference.ModelInferRequest;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Every door of one function beside the call in this process, for one short text (the pipeline's input is {@code text})
 * or for the image of {@link ImageRequests} ({@code image}).
 */
public final class DoorsBeside {
    private static final String USAGE =
            "usage: DoorsBeside MANIFEST text|image ROUNDS MILLIS START…, where START… is the command of the function, with"
                    + " {bundle}, {port} and {grpcPort}";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String EVENT = "ce-id: 1\r\nce-source: /s\r\nce-type: t\r\nce-specversion: 1.0\r\n";
    private static final String TEXT = "A gorgeous, witty film.";

    private DoorsBeside() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 5 || !List.of("text", "image").contains(arguments[1])) {
            System.err.println(USAGE);
            System.exit(2);
        }
        int rounds = Integer.parseInt(arguments[2]);
        long millis = Long.parseLong(arguments[3]);
        String start = String.join(" ", List.of(arguments).subList(4, arguments.length));
        Path folder = Files.createTempDirectory("doors-beside").resolve("bundle");
        BundleWriter.write(Sample.compile(Path.of(arguments[0])).compiled(), folder);
        Bundle bundle = Bundle.open(folder);
        boolean image = arguments[1].equals("image");
        Map<String, Tensor> inputs =
                image ? Map.of("image", ImageRequests.make().tensor()) : Map.of("text", TextTensor.of(TEXT));
        try (FunctionProcess function = FunctionProcess.start(start, folder);
                Pipeline pipeline = Pipeline.open(bundle.plan(), bundle, StepCatalogue.load(), StepListener.NONE);
                PipelineHost host = PipelineHost.start(
                        Pipeline.open(bundle.plan(), bundle, StepCatalogue.load(), StepListener.NONE),
                        HostOptions.DEFAULT)) {
            List<Target> targets = new ArrayList<>();
            targets.add(Target.shared(
                    "PipelineHost.submit",
                    request -> host.submit(inputs).toCompletableFuture().join()));
            targets.add(Target.shared("Pipeline.run", request -> pipeline.run(inputs)));
            String name = bundle.plan().metadata().name();
            targets.addAll(image ? imageDoors(name, function) : textDoors(name, function));
            Rounds measured = new Rounds(targets, 1, function::processorNanos);
            measured.run(rounds, millis);
            measured.print(System.out);
            System.out.println(Files.readString(Path.of("/proc/loadavg")).trim());
        }
    }

    /** What a door is sent. */
    private record Bodies(byte[] plain, byte[] structured, byte[] inference, byte[] head, byte[] binary) {}

    private static List<Target> http(String name, int port, Bodies bodies) {
        String infer = "/v2/models/" + name + "/infer";
        return List.of(
                HttpTarget.post("/NAME", "/" + name, port, JSON, List.of(bodies.plain())),
                HttpTarget.post("/eval", "/eval", port, JSON, List.of(bodies.plain())),
                HttpTarget.post("V2 JSON", infer, port, JSON, List.of(bodies.inference())),
                HttpTarget.post(
                        "V2 binary",
                        infer,
                        port,
                        "Content-Type: application/octet-stream\r\nInference-Header-Content-Length: "
                                + bodies.head().length + "\r\n",
                        List.of(bodies.binary())),
                HttpTarget.post("event, binary mode", "/" + name, port, JSON + EVENT, List.of(bodies.plain())),
                HttpTarget.post(
                        "event, structured mode",
                        "/" + name,
                        port,
                        "Content-Type: application/cloudevents+json\r\n",
                        List.of(bodies.structured())));
    }

    private static List<Target> imageDoors(String name, FunctionProcess function) {
        ImageRequests image = ImageRequests.make();
        Bodies bodies = new Bodies(
                image.plain(), image.structuredEvent(), image.inference(), image.binaryHead(), image.binary());
        List<Target> targets = new ArrayList<>(http(name, function.port(), bodies));
        targets.add(HttpTarget.post(
                "/eval, PNG", "/eval", function.port(), "Content-Type: image/png\r\n", List.of(image.png())));
        targets.add(new GrpcTarget("gRPC typed", function.grpcPort(), List.of(image.grpcTyped(name))));
        targets.add(new GrpcTarget("gRPC raw", function.grpcPort(), List.of(image.grpcRaw(name))));
        return targets;
    }

    private static List<Target> textDoors(String name, FunctionProcess function) throws IOException {
        byte[] text = TEXT.getBytes(StandardCharsets.UTF_8);
        ByteBuffer raw = ByteBuffer.allocate(Integer.BYTES + text.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.putInt(text.length).put(text).flip();
        String described = "{\"inputs\":[{\"name\":\"text\",\"shape\":[1],\"datatype\":\"BYTES\",";
        byte[] head = utf8(described + "\"parameters\":{\"binary_data_size\":" + raw.remaining()
                + "}}],\"parameters\":{\"binary_data_output\":true}}");
        Bodies bodies = new Bodies(
                utf8("{\"text\":[\"" + TEXT + "\"]}"),
                utf8("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"data\":{\"text\":[\""
                        + TEXT + "\"]}}"),
                utf8(described + "\"data\":[\"" + TEXT + "\"]}]}"),
                head,
                ByteBuffer.allocate(head.length + raw.remaining())
                        .put(head)
                        .put(raw.duplicate())
                        .array());
        ModelInferRequest.InferInputTensor.Builder input = ModelInferRequest.InferInputTensor.newBuilder()
                .setName("text")
                .setDatatype("BYTES")
                .addShape(1);
        ModelInferRequest rawRequest = ModelInferRequest.newBuilder()
                .setModelName(name)
                .addInputs(input)
                .addRawInputContents(ByteString.copyFrom(raw))
                .build();
        ModelInferRequest typedRequest = ModelInferRequest.newBuilder()
                .setModelName(name)
                .addInputs(
                        input.setContents(InferTensorContents.newBuilder().addBytesContents(ByteString.copyFrom(text))))
                .build();
        List<Target> targets = new ArrayList<>(http(name, function.port(), bodies));
        targets.add(new GrpcTarget("gRPC typed", function.grpcPort(), List.of(typedRequest)));
        targets.add(new GrpcTarget("gRPC raw", function.grpcPort(), List.of(rawRequest)));
        return targets;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
