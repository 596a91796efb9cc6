package dev.dormouse.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One measurement of one target: clients that each send the next text as soon as the last is answered. */
final class Load {
    private Load() {}

    /**
     * Calls per second and the time of each call.
     *
     * @param perSecond answers per second of all clients together
     * @param nanos the time of every call, ascending
     */
    record Result(double perSecond, long[] nanos) {
        Result {
            nanos = nanos.clone();
            Arrays.sort(nanos);
        }

        double millis(double quantile) {
            return nanos[(int) Math.min(nanos.length - 1L, (long) (quantile * nanos.length))] / 1e6;
        }
    }

    /** Loads the target from so many clients for so many milliseconds, going through the texts in turn. */
    static Result run(Target target, int clients, int texts, long millis) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            long start = System.nanoTime();
            long end = start + millis * 1_000_000;
            List<Future<long[]>> results = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int first = i;
                results.add(threads.submit(() -> client(target, first, texts, end)));
            }
            List<long[]> nanos = new ArrayList<>();
            for (Future<long[]> result : results) {
                nanos.add(result.get());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            long[] all = nanos.stream().flatMapToLong(Arrays::stream).toArray();
            return new Result(all.length / seconds, all);
        } catch (ExecutionException e) {
            throw new IllegalStateException(target.name() + " failed: " + e.getCause(), e);
        } finally {
            threads.shutdown();
        }
    }

    private static long[] client(Target target, int first, int texts, long end) throws Exception {
        long[] nanos = new long[1024];
        int count = 0;
        try (Target.Client client = target.open()) {
            long begun = System.nanoTime();
            while (begun < end || count == 0) {
                client.call((first + count) % texts);
                long done = System.nanoTime();
                if (count == nanos.length) {
                    nanos = Arrays.copyOf(nanos, 2 * count);
                }
                nanos[count++] = done - begun;
                begun = done;
            }
        }
        return Arrays.copyOf(nanos, count);
    }
}
