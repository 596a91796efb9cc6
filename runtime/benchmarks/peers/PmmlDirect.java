import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.pmml4s.model.Model;

/**
 * PMML4S called directly, as its own page shows: a map in, a map out. Prints what EngineLatency prints.
 * java -cp 'runtime/pmml/target/engines/pmml/*' runtime/benchmarks/peers/PmmlDirect.java MODEL
 */
public final class PmmlDirect {
    private static final int WARM_UP = 2000;
    private static final int REQUESTS = 5000;

    public static void main(String[] arguments) throws Exception {
        long before = residentKib();
        long start = System.nanoTime();
        Model model = Model.fromFile(Path.of(arguments[0]).toFile());
        double open = (System.nanoTime() - start) / 1e6;
        Map<String, Object> inputs = new HashMap<>();
        for (String name : model.inputNames()) {
            inputs.put(name, 0.0);
        }
        model.predict(inputs);
        double first = (System.nanoTime() - start) / 1e6;
        long added = residentKib() - before;
        long[] nanos = new long[REQUESTS];
        for (int i = -WARM_UP; i < REQUESTS; i++) {
            long begin = System.nanoTime();
            model.predict(inputs);
            if (i >= 0) {
                nanos[i] = System.nanoTime() - begin;
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%s: open %.0f ms, first answer after %.0f ms, %d MB more, p50 %.1f us, p99 %.1f us%n",
                Path.of(arguments[0]).getFileName(),
                open,
                first,
                added / 1024,
                nanos[REQUESTS / 2] / 1e3,
                nanos[REQUESTS * 99 / 100] / 1e3);
    }

    private static long residentKib() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }
}
