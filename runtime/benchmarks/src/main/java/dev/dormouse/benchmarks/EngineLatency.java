package dev.dormouse.benchmarks;

import dev.dormouse.engine.Bundle;
import dev.dormouse.engine.Pipeline;
import dev.dormouse.engine.StepListener;
import dev.dormouse.plan.Dim;
import dev.dormouse.plan.Port;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an engine costs by itself, without a door: how long a bundle takes to open, what the process then has more in
 * memory, and the median of 5000 requests, or of {@code dormouse.requests}. Prints one line. All inputs are numbers; dims that are not fixed are given.
 */
public final class EngineLatency {
    private static final int REQUESTS = Integer.getInteger("dormouse.requests", 5000);
    private static final int WARM_UP = REQUESTS * 2 / 5;

    private EngineLatency() {}

    /** @param arguments the bundle, and the size of every dim that is not fixed but the first, which is 1 */
    public static void main(String[] arguments) throws IOException {
        Bundle bundle = Bundle.open(Path.of(arguments[0]));
        long size = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        long before = ProcessMemory.residentKib();
        long start = System.nanoTime();
        try (Pipeline pipeline = Pipeline.open(bundle.plan(), bundle, StepCatalogue.load(), StepListener.NONE)) {
            double open = (System.nanoTime() - start) / 1e6;
            Map<String, Tensor> inputs = inputs(pipeline, size);
            pipeline.run(inputs);
            double first = (System.nanoTime() - start) / 1e6;
            long added = ProcessMemory.residentKib() - before;
            long[] nanos = new long[REQUESTS];
            for (int i = -WARM_UP; i < REQUESTS; i++) {
                long begin = System.nanoTime();
                pipeline.run(inputs);
                if (i >= 0) {
                    nanos[i] = System.nanoTime() - begin;
                }
            }
            Arrays.sort(nanos);
            System.out.printf(
                    "%s: open %.0f ms, first answer after %.0f ms, %d MB more, p50 %.1f us, p99 %.1f us%n",
                    bundle.plan().metadata().name(),
                    open,
                    first,
                    added / 1024,
                    nanos[REQUESTS / 2] / 1e3,
                    nanos[REQUESTS * 99 / 100] / 1e3);
        }
    }

    private static Map<String, Tensor> inputs(Pipeline pipeline, long size) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (Port port : pipeline.plan().inputs()) {
            long[] dims = new long[port.type().rank()];
            for (int i = 0; i < dims.length; i++) {
                dims[i] = port.type().dim(i) instanceof Dim.Fixed fixed ? fixed.size() : i == 0 ? 1 : size;
            }
            NumericTensor tensor = NumericTensor.allocate(port.type().datatype(), Shape.of(dims));
            for (int i = 0; i < tensor.size(); i++) {
                tensor.setDouble(i, i % 7);
            }
            inputs.put(port.name(), tensor);
        }
        return inputs;
    }
}
