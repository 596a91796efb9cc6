package dev.dormouse.benchmarks;

import dev.dormouse.engine.Bundle;
import dev.dormouse.engine.Pipeline;
import dev.dormouse.engine.StepListener;
import dev.dormouse.keras.KerasTranslation;
import dev.dormouse.plan.Port;
import dev.dormouse.protocol.JsonInputs;
import dev.dormouse.protocol.Shapes;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An engine that keras_latency.py drives by lines of its standard input, so that its rounds alternate with those of
 * others: {@code open NAME BUNDLE}, {@code run NAME REQUEST MILLIS}, {@code http PORT PATH REQUEST MILLIS},
 * {@code translate FILE}. A request is a file of JSON. Each line is answered by one of numbers.
 */
public final class EngineRounds {
    private final StepCatalogue catalogue = StepCatalogue.load();
    private final Map<String, Pipeline> pipelines = new HashMap<>();

    private EngineRounds() {}

    /** Runs until the input ends. */
    public static void main(String[] arguments) throws Exception {
        EngineRounds rounds = new EngineRounds();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(rounds.answer(line.split(" ")));
        }
    }

    private String answer(String[] words) throws Exception {
        return switch (words[0]) {
            case "open" -> open(words[1], Path.of(words[2]));
            case "run" -> run(pipeline(words[1]), Path.of(words[2]), Long.parseLong(words[3]));
            case "http" -> http(Integer.parseInt(words[1]), words[2], Path.of(words[3]), Long.parseLong(words[4]));
            case "translate" -> translate(Path.of(words[1]));
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private Pipeline pipeline(String name) {
        return Objects.requireNonNull(pipelines.get(name), name);
    }

    /** Milliseconds, and MB that the process has more. */
    private String open(String name, Path folder) throws IOException {
        Bundle bundle = Bundle.open(folder);
        long before = ProcessMemory.residentKib();
        long start = System.nanoTime();
        pipelines.put(name, Pipeline.open(bundle.plan(), bundle, catalogue, StepListener.NONE));
        double millis = (System.nanoTime() - start) / 1e6;
        return String.format("%.2f %.1f", millis, (ProcessMemory.residentKib() - before) / 1024.0);
    }

    /** The median of a request in microseconds. */
    private static String run(Pipeline pipeline, Path request, long millis) throws Exception {
        List<Port> ports = pipeline.plan().inputs();
        Map<String, Tensor> inputs = JsonInputs.read(Files.readAllBytes(request), ports, Shapes.EXACT);
        return median(Target.shared("run", index -> pipeline.run(inputs)), millis);
    }

    private static String http(int port, String path, Path request, long millis) throws Exception {
        return median(HttpTarget.post(path, port, List.of(Files.readString(request))), millis);
    }

    private static String median(Target target, long millis) throws Exception {
        return String.format("%.2f", 1e3 * Load.run(target, 1, 1, millis).millis(0.5));
    }

    /** The median of some translations in milliseconds. */
    private static String translate(Path file) {
        double[] millis = new double[9];
        for (int i = 0; i < millis.length; i++) {
            long start = System.nanoTime();
            KerasTranslation.translate(file);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        double first = millis[0];
        Arrays.sort(millis);
        return String.format("%.1f %.1f", first, millis[millis.length / 2]);
    }
}
