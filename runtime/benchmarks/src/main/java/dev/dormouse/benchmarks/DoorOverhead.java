package dev.dormouse.benchmarks;

import ai.onnxruntime.OrtSession.SessionOptions;
import dev.dormouse.compiler.emit.BundleWriter;
import dev.dormouse.engine.Bundle;
import dev.dormouse.engine.HostOptions;
import dev.dormouse.engine.Pipeline;
import dev.dormouse.engine.PipelineHost;
import dev.dormouse.engine.StepListener;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.PlanJson;
import dev.dormouse.protocol.JsonInputs;
import dev.dormouse.protocol.Shapes;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a function adds to ONNX Runtime: the same texts, one a request, answered by ONNX Runtime called directly with
 * their token ids, by {@link Pipeline#run}, by {@link PipelineHost#submit} and through the HTTP doors of a function in a
 * process of its own; {@code GET /describe} shows what HTTP takes where no model runs.
 */
public final class DoorOverhead {
    private static final String USAGE =
            "usage: DoorOverhead MANIFEST TEXTS ROUNDS MILLIS START…, where START… is the command of the function, with"
                    + " {bundle} and {port}";

    private DoorOverhead() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 5) {
            System.err.println(USAGE);
            System.exit(2);
        }
        List<String> texts = Files.readAllLines(Path.of(arguments[1]));
        int rounds = Integer.parseInt(arguments[2]);
        long millis = Long.parseLong(arguments[3]);
        String start = String.join(" ", List.of(arguments).subList(4, arguments.length));
        Path folder = Files.createTempDirectory("door-overhead");
        Path bundle = folder.resolve("bundle");
        BundleWriter.write(Sample.compile(Path.of(arguments[0])).compiled(), bundle);
        try (FunctionProcess function = FunctionProcess.start(start, bundle)) {
            measure(Bundle.open(bundle), function, texts, rounds, millis);
        }
    }

    private static void measure(Bundle bundle, FunctionProcess function, List<String> texts, int rounds, long millis)
            throws Exception {
        Plan plan = bundle.plan();
        StepCatalogue catalogue = StepCatalogue.load();
        List<String> bodies = texts.stream()
                .map(text -> new String(PlanJson.encode(Map.of("text", text)), StandardCharsets.UTF_8))
                .toList();
        List<Map<String, Tensor>> requests = bodies.stream()
                .map(body -> JsonInputs.read(body.getBytes(StandardCharsets.UTF_8), plan.inputs(), Shapes.EXACT))
                .toList();
        ModelInputs model = ModelInputs.of(bundle, catalogue, requests);
        try (Pipeline pipeline = Pipeline.open(plan, bundle, catalogue, StepListener.NONE);
                PipelineHost host = PipelineHost.start(
                        Pipeline.open(plan, bundle, catalogue, StepListener.NONE), HostOptions.DEFAULT);
                DirectTarget direct =
                        DirectTarget.open("ONNX Runtime", model, SessionOptions::disablePerSessionThreads);
                DirectTarget defaults = DirectTarget.open("ONNX Runtime, its defaults", model, options -> {});
                DirectTarget single = DirectTarget.open(
                        "ONNX Runtime, one thread", model, options -> options.setIntraOpNumThreads(1))) {
            List<Target> targets = List.of(
                    direct,
                    defaults,
                    single,
                    Target.shared("Pipeline.run", text -> pipeline.run(requests.get(text))),
                    Target.shared(
                            "PipelineHost.submit",
                            text -> host.submit(requests.get(text))
                                    .toCompletableFuture()
                                    .join()),
                    Target.shared(
                            "PipelineHost.call",
                            text -> host.call(requests.get(text))
                                    .toCompletableFuture()
                                    .join()),
                    HttpTarget.post("/" + plan.metadata().name(), function.port(), bodies),
                    HttpTarget.post("/eval", function.port(), bodies),
                    HttpTarget.get("/describe", function.port(), bodies.size()));
            System.out.println(model.lengths());
            Rounds measured = new Rounds(targets, texts.size(), function::processorNanos);
            measured.run(rounds, millis);
            measured.print(System.out);
        }
    }
}
