package dev.dormouse.benchmarks;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What {@link EngineLatency} measures, of ONNX Runtime called directly: the yardstick for a bundle of one {@code onnx}
 * step. One thread a session; write {@code threads: 1} into the bundle's manifest to compare. Texts are not made up.
 */
public final class OnnxLatency {
    private static final int WARM_UP = 2000;
    private static final int REQUESTS = 5000;

    private OnnxLatency() {}

    /** @param arguments the model, and the size of every dim that is not fixed but the first, which is 1 */
    public static void main(String[] arguments) throws IOException, OrtException {
        Path model = Path.of(arguments[0]);
        long size = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        long before = residentKib();
        long start = System.nanoTime();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            try (OrtSession session = environment.createSession(model.toString(), options)) {
                double open = (System.nanoTime() - start) / 1e6;
                run(session, environment, size);
                double first = (System.nanoTime() - start) / 1e6;
                long added = residentKib() - before;
                long[] nanos = new long[REQUESTS];
                for (int i = -WARM_UP; i < REQUESTS; i++) {
                    long begin = System.nanoTime();
                    run(session, environment, size);
                    if (i >= 0) {
                        nanos[i] = System.nanoTime() - begin;
                    }
                }
                Arrays.sort(nanos);
                System.out.printf(
                        "directly: open %.0f ms, first answer after %.0f ms, %d MB more, p50 %.1f us, p99 %.1f us%n",
                        open, first, added / 1024, nanos[REQUESTS / 2] / 1e3, nanos[REQUESTS * 99 / 100] / 1e3);
            }
        }
    }

    /** From values in memory to values in memory: inputs are made and outputs copied, as a step does. */
    private static void run(OrtSession session, OrtEnvironment environment, long size) throws OrtException {
        Map<String, OnnxTensor> feeds = new HashMap<>();
        try {
            for (NodeInfo input : session.getInputInfo().values()) {
                feeds.put(input.getName(), tensor(environment, (TensorInfo) input.getInfo(), size));
            }
            try (OrtSession.Result result = session.run(feeds)) {
                for (Map.Entry<String, ai.onnxruntime.OnnxValue> output : result) {
                    output.getValue().getValue();
                }
            }
        } finally {
            feeds.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor tensor(OrtEnvironment environment, TensorInfo info, long size) throws OrtException {
        long[] dims = info.getShape();
        int count = 1;
        for (int i = 0; i < dims.length; i++) {
            dims[i] = dims[i] > 0 ? dims[i] : i == 0 ? 1 : size;
            count *= (int) dims[i];
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect(count * info.type.size).order(ByteOrder.nativeOrder());
        for (int i = 0; i < count; i++) {
            if (info.type == OnnxJavaType.INT64) {
                bytes.putLong(i % 7);
            } else {
                bytes.putFloat(i % 7);
            }
        }
        return OnnxTensor.createTensor(environment, bytes.flip(), dims, info.type);
    }

    private static long residentKib() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }
}
