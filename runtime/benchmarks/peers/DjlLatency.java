import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A TorchScript model with one FP32 input in DJL as its documentation calls it, measured as EngineLatency measures a
 * bundle: floats in, floats out. java -cp 'ENGINE/*:SLF4J' DjlLatency.java MODEL DIM...
 */
public final class DjlLatency {
    private static final int WARM_UP = 2000;
    private static final int REQUESTS = 5000;

    public static void main(String[] arguments) throws Exception {
        long[] dims = Arrays.stream(arguments).skip(1).mapToLong(Long::parseLong).toArray();
        int count = (int) new Shape(dims).size();
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i % 7;
        }
        long before = residentKib();
        long start = System.nanoTime();
        Criteria<float[], float[]> criteria = Criteria.builder()
                .setTypes(float[].class, float[].class)
                .optModelPath(Path.of(arguments[0]))
                .optEngine("PyTorch")
                .optTranslator(new NoBatchifyTranslator<float[], float[]>() {
                    @Override
                    public NDList processInput(TranslatorContext context, float[] input) {
                        NDManager manager = context.getNDManager();
                        return new NDList(manager.create(FloatBuffer.wrap(input), new Shape(dims), DataType.FLOAT32));
                    }

                    @Override
                    public float[] processOutput(TranslatorContext context, NDList list) {
                        NDArray first = list.get(0);
                        return first.toFloatArray();
                    }
                })
                .build();
        try (ZooModel<float[], float[]> model = criteria.loadModel();
                Predictor<float[], float[]> predictor = model.newPredictor()) {
            double open = (System.nanoTime() - start) / 1e6;
            predictor.predict(values);
            double first = (System.nanoTime() - start) / 1e6;
            long added = residentKib() - before;
            long[] nanos = new long[REQUESTS];
            for (int i = -WARM_UP; i < REQUESTS; i++) {
                long begin = System.nanoTime();
                predictor.predict(values);
                if (i >= 0) {
                    nanos[i] = System.nanoTime() - begin;
                }
            }
            Arrays.sort(nanos);
            System.out.printf(
                    "%s in DJL: open %.0f ms, first answer after %.0f ms, %d MB more, p50 %.1f us, p99 %.1f us%n",
                    Path.of(arguments[0]).getFileName(),
                    open,
                    first,
                    added / 1024,
                    nanos[REQUESTS / 2] / 1e3,
                    nanos[REQUESTS * 99 / 100] / 1e3);
        }
    }

    private static long residentKib() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }
}
