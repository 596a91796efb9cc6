package dev.dormouse.engine;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

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

    private static final Duration LAST_RUNS = Duration.ofSeconds(5);
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /** One run computes while another wakes up, or stands aside for another process. */
    private static final int RUNS_A_PROCESSOR = 2;

    private final Pipeline pipeline;
    private final HostOptions options;
    private final Turns.Limits limits;
    private final Turns turns;
    private final List<Thread> workers = new ArrayList<>();
    private final UnderWay accepted = new UnderWay();
    private volatile State state = State.READY;

    private PipelineHost(Pipeline pipeline, HostOptions options) {
        this.pipeline = pipeline;
        this.options = options;
        this.limits = Turns.Limits.of(pipeline.plan().execution(), PROCESSORS);
        this.turns = new Turns(options.queue(), PROCESSORS, limits);
    }

    /**
     * Warms the pipeline up with the plan's examples, then accepts requests. The host owns the pipeline from now on.
     *
     * @throws BundleException if an example fails or gives something else than it says; the pipeline is closed then
     */
    public static PipelineHost start(Pipeline pipeline, HostOptions options) {
        return start(pipeline, options, failure -> {
            throw failure;
        });
    }

    /**
     * The same where a server that a step calls may not be there yet: the example is tried again as often as {@code away}
     * returns.
     *
     * @param away is told why the example fails, and waits or throws
     */
    public static PipelineHost start(Pipeline pipeline, HostOptions options, Consumer<BundleException> away) {
        try {
            warmUp(pipeline, away);
        } catch (RuntimeException | Error e) {
            pipeline.close();
            throw e;
        }
        PipelineHost host = new PipelineHost(pipeline, options);
        for (int i = 0; i < host.limits.concurrency(); i++) {
            Thread worker = new Thread(
                    host::work, "dormouse-" + pipeline.plan().metadata().name() + "-" + i);
            worker.setDaemon(true);
            host.workers.add(worker);
            worker.start();
        }
        return host;
    }

    private static void warmUp(Pipeline pipeline, Consumer<BundleException> away) {
        List<Plan.Example> examples = pipeline.plan().examples();
        for (int i = 0; i < examples.size(); i++) {
            List<String> differences = differences(pipeline, examples.get(i), "example " + (i + 1), away);
            if (!differences.isEmpty()) {
                throw new BundleException("example " + (i + 1) + ": " + String.join("; ", differences));
            }
        }
    }

    private static List<String> differences(
            Pipeline pipeline, Plan.Example example, String name, Consumer<BundleException> away) {
        while (true) {
            try {
                return Examples.differences(pipeline, example);
            } catch (PipelineException e) {
                BundleException failure = new BundleException(name + " fails: " + e.getMessage(), e);
                if (!e.code().isUpstreamAway()) {
                    throw failure;
                }
                away.accept(failure);
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
        return accept(Request.of(inputs), false);
    }

    /** Like {@link #submit}, answered with tensors from within the pipeline. */
    public CompletionStage<Map<String, Tensor>> inspect(Map<String, Tensor> inputs, Inspection inspection) {
        return accept(Request.alone(inputs, (pipeline, given) -> pipeline.inspect(given, inspection)), false);
    }

    /** Like {@link #submit(Map)}, not joined with other requests, and an observer is told of each step's run. */
    public CompletionStage<Map<String, Tensor>> observe(Map<String, Tensor> inputs, StepListener observer) {
        return accept(Request.alone(inputs, (pipeline, given) -> pipeline.observe(given, observer)), false);
    }

    /**
     * Like {@link #submit(Map)} for a caller who may stop waiting.
     *
     * @param isGivenUp whether he has; a request whose turn comes after that is not started: DEADLINE_EXCEEDED
     */
    public CompletionStage<Map<String, Tensor>> submit(Map<String, Tensor> inputs, BooleanSupplier isGivenUp) {
        return accept(Request.of(inputs, isGivenUp), false);
    }

    /**
     * Like {@link #submit(Map)} for a thread that may be kept: runs the request on it if nothing waits and a place is
     * free, which saves the time that waking another thread takes.
     */
    public CompletionStage<Map<String, Tensor>> call(Map<String, Tensor> inputs) {
        return accept(Request.of(inputs), true);
    }

    private CompletionStage<Map<String, Tensor>> accept(Request request, boolean here) {
        if (!accepted.begin()) {
            return refused(ErrorCode.UNAVAILABLE, "the function is shutting down; send the request again");
        }
        if (here && turns.enter()) {
            run(List.of(request));
            return request.answer();
        }
        if (!turns.offer(request)) {
            accepted.done();
            return refused(
                    ErrorCode.OVERLOADED,
                    "the queue is full: " + options.queue() + " requests wait; send the request again later");
        }
        if (state == State.CLOSED) {
            giveUpWaiting();
        }
        return request.answer();
    }

    private static CompletionStage<Map<String, Tensor>> refused(ErrorCode code, String message) {
        return CompletableFuture.failedFuture(new PipelineException(code, message));
    }

    /** Stops accepting, waits until everything accepted is answered or the time is over, then closes. */
    public void drain(Duration limit) {
        moveTo(State.DRAINING);
        await(accepted.end(), limit);
        close();
    }

    /**
     * Stops accepting, fails what waits with UNAVAILABLE and interrupts what runs. The pipeline is closed when the last
     * run has ended, never under one, which could crash a native engine; that is waited for, but not for long.
     */
    @Override
    public void close() {
        if (!moveTo(State.CLOSED)) {
            return;
        }
        workers.forEach(Thread::interrupt);
        giveUpWaiting();
        await(accepted.end().thenRun(pipeline::close), LAST_RUNS);
    }

    /** States follow one another in their order; returns whether this is a step on. */
    private synchronized boolean moveTo(State next) {
        if (state.compareTo(next) >= 0) {
            return false;
        }
        state = next;
        return true;
    }

    private static void await(CompletableFuture<Void> event, Duration limit) {
        try {
            event.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // What was to be waited for still comes; the caller asked not to wait longer.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the pipeline cannot be closed: " + e.getCause(), e.getCause());
        }
    }

    private void giveUpWaiting() {
        PipelineException stopped =
                new PipelineException(ErrorCode.UNAVAILABLE, "the function shut down before the request's turn");
        turns.clear().forEach(request -> failed(request, stopped).run());
    }

    private void work() {
        while (state != State.CLOSED) {
            try {
                run(turns.take());
            } catch (InterruptedException e) {
                // Either the host closes, or a step left this behind: then it is not the next request's.
                continue;
            }
        }
    }

    /** The turn ends before anybody is answered: who sends the next request at once shall find the place free. */
    private void run(List<Request> batch) {
        List<Runnable> answers;
        try {
            answers = answers(batch);
        } finally {
            turns.leave();
        }
        answers.forEach(Runnable::run);
    }

    /** Runs what is still waited for; returns how to answer all. */
    private List<Runnable> answers(List<Request> batch) {
        List<Request> wanted = new ArrayList<>();
        List<Runnable> answers = new ArrayList<>();
        for (Request request : batch) {
            if (request.isGivenUp().getAsBoolean()) {
                answers.add(failed(request, Request.givenUp()));
            } else {
                wanted.add(request);
            }
        }
        answers.addAll(
                wanted.size() > 1
                        ? together(wanted)
                        : wanted.stream().map(this::alone).toList());
        return answers;
    }

    /** Runs requests joined; returns how to answer them. */
    private List<Runnable> together(List<Request> batch) {
        List<Runnable> answers = new ArrayList<>();
        try {
            Map<String, Tensor> outputs =
                    pipeline.run(Batch.join(batch.stream().map(Request::inputs).toList()));
            int row = 0;
            for (Request request : batch) {
                int end = row + Batch.rows(request.inputs());
                answers.add(answered(request, Batch.cut(outputs, row, end)));
                row = end;
            }
            return answers;
        } catch (RuntimeException | Error e) {
            // One request's mistake is not the others': each gets its own answer.
            return batch.stream().map(this::alone).toList();
        }
    }

    /** Runs one request; returns how to answer it. */
    private Runnable alone(Request request) {
        try {
            return answered(request, request.run(pipeline));
        } catch (PipelineException e) {
            return failed(request, e);
        } catch (Throwable e) {
            return failed(request, new PipelineException(ErrorCode.INTERNAL, "the pipeline failed: " + e, e));
        }
    }

    private Runnable answered(Request request, Map<String, Tensor> outputs) {
        return () -> {
            request.answer().complete(outputs);
            accepted.done();
        };
    }

    private Runnable failed(Request request, PipelineException failure) {
        return () -> {
            request.fail(failure);
            accepted.done();
        };
    }
}
