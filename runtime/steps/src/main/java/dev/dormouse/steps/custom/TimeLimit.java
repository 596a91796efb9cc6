package dev.dormouse.steps.custom;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a user's code on threads of its own, for so long at most. Java cannot end a thread: one that does not heed its
 * interruption goes on, but nobody waits for it.
 */
final class TimeLimit implements AutoCloseable {
    private final Duration limit;
    private final ExecutorService threads;

    /** @param loader what the code's libraries see as their thread's class loader */
    TimeLimit(Duration limit, String name, ClassLoader loader) {
        this.limit = limit;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "step-" + name);
            thread.setDaemon(true);
            thread.setContextClassLoader(loader);
            return thread;
        });
    }

    /**
     * The result of the code.
     *
     * @throws TimeoutException if there is none in time
     * @throws ExecutionException with what the code threw
     */
    <T> T call(Callable<T> code) throws TimeoutException, ExecutionException, InterruptedException {
        Future<T> result = threads.submit(code);
        try {
            return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException e) {
            result.cancel(true);
            throw e;
        }
    }

    Duration limit() {
        return limit;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
