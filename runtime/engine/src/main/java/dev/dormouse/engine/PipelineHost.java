package dev.dormouse.engine;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline in service: bounded admission, dynamic batching where the plan allows it, and the life cycle. What was
 * accepted is answered, also while draining; what is refused was not started.
 */
public final class PipelineHost implements AutoCloseable {
    /** What a host is doing. */
    public enum State {
        READY,
        DRAINING,
        CLOSED
    }

    private final Pipeline pipeline;
    private final BlockingQueue<Request> queue;
    private final int maxRows;
    private final long maxDelayNanos;
    private final List<Thread> workers = new ArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private final Phaser accepted = new Phaser(1);
    private volatile State state = State.READY;

    private PipelineHost(Pipeline pipeline, HostOptions options) {
        Plan.Execution execution = pipeline.plan().execution();
        this.pipeline = pipeline;
        this.queue = new ArrayBlockingQueue<>(options.queue());
        boolean joins = execution.batchDim().isPresent();
        this.maxRows = joins ? execution.batching().map(Plan.Batching::maxSize).orElse(1) : 1;
        this.maxDelayNanos = execution
                .batching()
                .map(batching -> TimeUnit.MICROSECONDS.toNanos(batching.maxDelayMicros()))
                .orElse(0L);
    }

    /**
     * Warms the pipeline up with the plan's examples, then accepts requests. The host owns the pipeline from now on.
     *
     * @throws BundleException if an example fails or gives something else than it says; the pipeline is closed then
     */
    public static PipelineHost start(Pipeline pipeline, HostOptions options) {
        try {
            warmUp(pipeline);
        } catch (RuntimeException e) {
            pipeline.close();
            throw e;
        }
        PipelineHost host = new PipelineHost(pipeline, options);
        int concurrency = pipeline.plan().execution().scale().concurrency();
        int threads = concurrency > 0 ? concurrency : Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < threads; i++) {
            Thread worker = new Thread(
                    host::work, "dormouse-" + pipeline.plan().metadata().name() + "-" + i);
            worker.setDaemon(true);
            host.workers.add(worker);
            worker.start();
        }
        return host;
    }

    private static void warmUp(Pipeline pipeline) {
        List<Plan.Example> examples = pipeline.plan().examples();
        for (int i = 0; i < examples.size(); i++) {
            List<String> differences;
            try {
                differences = Examples.differences(pipeline, examples.get(i));
            } catch (PipelineException e) {
                throw new BundleException("example " + (i + 1) + " fails: " + e.getMessage(), e);
            }
            if (!differences.isEmpty()) {
                throw new BundleException("example " + (i + 1) + ": " + String.join("; ", differences));
            }
        }
    }

    public Pipeline pipeline() {
        return pipeline;
    }

    public State state() {
        return state;
    }

    /**
     * Accepts a request, or refuses it at once.
     *
     * @return completes with the outputs, or exceptionally with a {@link PipelineException}: OVERLOADED and UNAVAILABLE
     *     mean that it was not started
     */
    public CompletionStage<Map<String, Tensor>> submit(Map<String, Tensor> inputs) {
        Request request = new Request(inputs, new CompletableFuture<>());
        if (accepted.register() < 0 || state != State.READY) {
            accepted.arriveAndDeregister();
            return refused(ErrorCode.UNAVAILABLE, "the function is shutting down; send the request again");
        }
        if (!queue.offer(request)) {
            accepted.arriveAndDeregister();
            return refused(
                    ErrorCode.OVERLOADED,
                    "the queue is full: " + queue.size() + " requests wait; send the request again later");
        }
        return request.answer();
    }

    private static CompletionStage<Map<String, Tensor>> refused(ErrorCode code, String message) {
        return CompletableFuture.failedFuture(new PipelineException(code, message));
    }

    /** Stops accepting, waits until everything accepted is answered or the time is over, then closes. */
    public void drain(Duration limit) {
        state = State.DRAINING;
        try {
            accepted.awaitAdvanceInterruptibly(accepted.arrive(), limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            queue.forEach(request -> request.fail(new PipelineException(
                    ErrorCode.UNAVAILABLE, "the function shut down before the request's turn", e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    @Override
    public void close() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        workers.forEach(Thread::interrupt);
        for (Thread worker : workers) {
            try {
                worker.join(TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        pipeline.close();
    }

    private void work() {
        List<Request> batch = new ArrayList<>();
        try {
            Request first = queue.take();
            while (true) {
                batch.add(first);
                Request left = gather(batch);
                running.incrementAndGet();
                try {
                    run(batch);
                } finally {
                    running.decrementAndGet();
                    batch.clear();
                }
                first = left != null ? left : queue.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Adds what waits and may be joined. Waits for company only while others run: alone, a request is never delayed.
     *
     * @return a request that was taken but does not fit into this batch
     */
    private @Nullable Request gather(List<Request> batch) throws InterruptedException {
        if (maxRows <= 1) {
            return null;
        }
        Map<String, Tensor> first = batch.get(0).inputs();
        if (!Batch.joinable(first, first)) {
            return null;
        }
        int rows = Batch.rows(first);
        long deadline = System.nanoTime() + maxDelayNanos;
        while (rows < maxRows) {
            long wait = running.get() > 0 ? deadline - System.nanoTime() : 0;
            Request next = wait > 0 ? queue.poll(wait, TimeUnit.NANOSECONDS) : queue.poll();
            if (next == null) {
                return null;
            }
            if (!Batch.joinable(first, next.inputs()) || rows + Batch.rows(next.inputs()) > maxRows) {
                return next;
            }
            rows += Batch.rows(next.inputs());
            batch.add(next);
        }
        return null;
    }

    private void run(List<Request> batch) {
        if (batch.size() == 1) {
            runAlone(batch.get(0));
            return;
        }
        Map<String, Tensor> outputs;
        try {
            outputs =
                    pipeline.run(Batch.join(batch.stream().map(Request::inputs).toList()));
        } catch (RuntimeException | Error e) {
            // One request's mistake is not the others': each gets its own answer.
            batch.forEach(this::runAlone);
            return;
        }
        int row = 0;
        for (Request request : batch) {
            int end = row + Batch.rows(request.inputs());
            request.answer(Batch.cut(outputs, row, end));
            accepted.arriveAndDeregister();
            row = end;
        }
    }

    private void runAlone(Request request) {
        try {
            request.answer(pipeline.run(request.inputs()));
        } catch (PipelineException e) {
            request.fail(e);
        } catch (Throwable e) {
            request.fail(new PipelineException(ErrorCode.INTERNAL, "the pipeline failed: " + e, e));
        } finally {
            accepted.arriveAndDeregister();
        }
    }

    private record Request(Map<String, Tensor> inputs, CompletableFuture<Map<String, Tensor>> answer) {
        void answer(Map<String, Tensor> outputs) {
            answer.complete(outputs);
        }

        void fail(PipelineException e) {
            answer.completeExceptionally(e);
        }
    }
}
