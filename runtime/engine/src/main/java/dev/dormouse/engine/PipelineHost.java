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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    /** Runs that a processor is free for. */
    private final Semaphore places;

    private final Phaser accepted = new Phaser(1);
    private volatile State state = State.READY;

    private PipelineHost(Pipeline pipeline, HostOptions options) {
        Plan.Execution execution = pipeline.plan().execution();
        this.pipeline = pipeline;
        this.queue = new ArrayBlockingQueue<>(options.queue());
        this.places = new Semaphore(Runtime.getRuntime().availableProcessors());
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
     * Accepts a request, or refuses it at once. Another thread runs it.
     *
     * @return completes with the outputs, or exceptionally with a {@link PipelineException}: OVERLOADED and UNAVAILABLE
     *     mean that it was not started
     */
    public CompletionStage<Map<String, Tensor>> submit(Map<String, Tensor> inputs) {
        return accept(new Request(inputs, new CompletableFuture<>()), false);
    }

    /**
     * Like {@link #submit} for a thread that may be kept: runs the request on it if nothing waits and a processor is
     * free, which saves the time that waking another thread takes.
     */
    public CompletionStage<Map<String, Tensor>> call(Map<String, Tensor> inputs) {
        return accept(new Request(inputs, new CompletableFuture<>()), true);
    }

    private CompletionStage<Map<String, Tensor>> accept(Request request, boolean here) {
        if (accepted.register() < 0 || state != State.READY) {
            accepted.arriveAndDeregister();
            return refused(ErrorCode.UNAVAILABLE, "the function is shutting down; send the request again");
        }
        if (here && queue.isEmpty() && !places.hasQueuedThreads() && places.tryAcquire()) {
            runPlaced(List.of(request), true);
            return request.answer();
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
                boolean placed = awaitPlace();
                Request left = gather(batch);
                runPlaced(batch, placed);
                batch.clear();
                first = left != null ? left : queue.take();
            }
        } catch (InterruptedException e) {
            PipelineException stopped =
                    new PipelineException(ErrorCode.UNAVAILABLE, "the function shut down before the request's turn", e);
            batch.forEach(request -> failed(request, stopped).run());
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits for a free processor, because company can come meanwhile, but no longer than the plan says: what is running
     * may be a step that waits for something else. Alone, or without batching, a request is never delayed.
     *
     * @return whether there is a place, to be given back after the run
     */
    private boolean awaitPlace() throws InterruptedException {
        return maxRows <= 1 ? places.tryAcquire() : places.tryAcquire(maxDelayNanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Adds what waits already, as long as it is good company.
     *
     * @return a request that was taken but does not fit into this batch
     */
    private @Nullable Request gather(List<Request> batch) {
        Map<String, Tensor> first = batch.get(0).inputs();
        if (maxRows <= 1 || queue.isEmpty() || !Batch.joinable(first, first)) {
            return null;
        }
        Company company = new Company(first, maxRows);
        while (company.hasRoom()) {
            Request next = queue.poll();
            if (next == null) {
                return null;
            }
            if (!company.add(next.inputs())) {
                return next;
            }
            batch.add(next);
        }
        return null;
    }

    /** The place is free again before anybody is answered: who sends the next request at once shall find it so. */
    private void runPlaced(List<Request> batch, boolean placed) {
        List<Runnable> answers;
        try {
            answers = batch.size() == 1 ? List.of(alone(batch.get(0))) : together(batch);
        } finally {
            if (placed) {
                places.release();
            }
        }
        answers.forEach(Runnable::run);
    }

    /** Runs requests joined; returns how to answer them. */
    private List<Runnable> together(List<Request> batch) {
        Map<String, Tensor> outputs;
        try {
            outputs =
                    pipeline.run(Batch.join(batch.stream().map(Request::inputs).toList()));
        } catch (RuntimeException | Error e) {
            // One request's mistake is not the others': each gets its own answer.
            return batch.stream().map(this::alone).toList();
        }
        List<Runnable> answers = new ArrayList<>();
        int row = 0;
        for (Request request : batch) {
            int end = row + Batch.rows(request.inputs());
            answers.add(answered(request, Batch.cut(outputs, row, end)));
            row = end;
        }
        return answers;
    }

    /** Runs one request; returns how to answer it. */
    private Runnable alone(Request request) {
        try {
            return answered(request, pipeline.run(request.inputs()));
        } catch (PipelineException e) {
            return failed(request, e);
        } catch (Throwable e) {
            return failed(request, new PipelineException(ErrorCode.INTERNAL, "the pipeline failed: " + e, e));
        }
    }

    private Runnable answered(Request request, Map<String, Tensor> outputs) {
        return () -> {
            request.answer().complete(outputs);
            accepted.arriveAndDeregister();
        };
    }

    private Runnable failed(Request request, PipelineException failure) {
        return () -> {
            request.fail(failure);
            accepted.arriveAndDeregister();
        };
    }

    private record Request(Map<String, Tensor> inputs, CompletableFuture<Map<String, Tensor>> answer) {
        void fail(PipelineException e) {
            answer.completeExceptionally(e);
        }
    }
}
