package dev.dormouse.functions;

import dev.dormouse.engine.Artifacts;
import dev.dormouse.engine.BundleException;
import dev.dormouse.engine.HostOptions;
import dev.dormouse.engine.Inspection;
import dev.dormouse.engine.Pipeline;
import dev.dormouse.engine.PipelineHost;
import dev.dormouse.engine.StepListener;
import dev.dormouse.plan.Plan;
import dev.dormouse.protocol.OutputShapes;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.step.StepKind;
import dev.dormouse.tensor.Tensor;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * One pipeline of this process, from the moment its plan is known. Models are opened and examples run on a thread of its
 * own, beside the server's start; requests that come before that wait for it, so that a wake-up is never an error.
 */
public final class HostedPipeline {
    private static final Logger LOG = Logger.getLogger("dev.dormouse");

    /** Between two tries of an example for which a server is not there. */
    private static final Duration AWAY = Duration.ofSeconds(2);

    private final Plan plan;
    private final StepTimes times = new StepTimes();
    private final CompletableFuture<PipelineHost> host = new CompletableFuture<>();
    private final CompletableFuture<Boolean> callsOut = new CompletableFuture<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final AtomicBoolean draining = new AtomicBoolean();

    private HostedPipeline(Plan plan) {
        this.plan = plan;
    }

    /** Starts opening the pipeline and returns at once. */
    static HostedPipeline open(Plan plan, Artifacts artifacts, HostOptions options) {
        HostedPipeline hosted = new HostedPipeline(plan);
        Thread opener = new Thread(
                () -> hosted.load(artifacts, options),
                "dormouse-open-" + plan.metadata().name());
        opener.setDaemon(true);
        opener.start();
        return hosted;
    }

    private void load(Artifacts artifacts, HostOptions options) {
        try {
            LOG.debugf("%s is opening", name());
            StepCatalogue catalogue = StepCatalogue.load();
            callsOut.complete(plan.steps().stream()
                    .flatMap(step -> catalogue.find(step.kind()).stream())
                    .anyMatch(StepKind::callsOut));
            Pipeline pipeline = Pipeline.open(plan, artifacts, catalogue, times);
            LOG.debugf("%s is open", name());
            host.complete(PipelineHost.start(pipeline, options, this::awaitServer));
        } catch (RuntimeException | Error e) {
            callsOut.completeExceptionally(e);
            host.completeExceptionally(e);
        }
    }

    /** A server that a step calls may come later; until then nothing is ready. */
    private void awaitServer(BundleException failure) {
        if (draining.get()) {
            throw failure;
        }
        LOG.warnf("%s is not ready: %s; it is tried again in %d s", name(), failure.getMessage(), AWAY.toSeconds());
        try {
            Thread.sleep(AWAY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    public Plan plan() {
        return plan;
    }

    /** Waits for the step kinds, not for the models. */
    ServedPlan served() {
        return new ServedPlan(plan, callsOut.join());
    }

    public String name() {
        return plan.metadata().name();
    }

    /** Completes when requests are answered; exceptionally, with the reason, if that will never be. */
    public CompletionStage<PipelineHost> ready() {
        return host;
    }

    /** Whether models are open, examples ran and no shutdown has begun. */
    public boolean isReady() {
        return !draining.get() && isOpen() && host.join().state() == PipelineHost.State.READY;
    }

    private boolean isOpen() {
        return host.isDone() && !host.isCompletedExceptionally();
    }

    StepTimes times() {
        return times;
    }

    /** Runs a request and answers in the given shapes. */
    CompletionStage<PipelineAnswer> answer(Map<String, Tensor> inputs, OutputShapes shapes) {
        return outputs(inputs).thenApply(outputs -> new PipelineAnswer(plan, outputs, shapes));
    }

    /** Runs a request. */
    CompletionStage<Map<String, Tensor>> outputs(Map<String, Tensor> inputs) {
        return outputs(inputs, () -> false);
    }

    /**
     * The same for a caller who may stop waiting.
     *
     * @param isGivenUp whether he has; the request is not started then
     */
    CompletionStage<Map<String, Tensor>> outputs(Map<String, Tensor> inputs, BooleanSupplier isGivenUp) {
        return host.thenCompose(started -> started.submit(inputs, isGivenUp));
    }

    /** Runs a request as far as the tensors that are asked for. */
    CompletionStage<Map<String, Tensor>> inspect(Map<String, Tensor> inputs, Inspection inspection) {
        return host.thenCompose(started -> started.inspect(inputs, inspection));
    }

    /** Runs a request by itself and tells of each step's run. */
    CompletionStage<Map<String, Tensor>> observe(Map<String, Tensor> inputs, StepListener observer) {
        return host.thenCompose(started -> started.observe(inputs, observer));
    }

    /** Like {@link #answer} for a thread that may be kept; it waits for nothing that is still opening. */
    CompletionStage<PipelineAnswer> answerHere(Map<String, Tensor> inputs, OutputShapes shapes) {
        return isReady()
                ? host.join().call(inputs).thenApply(outputs -> new PipelineAnswer(plan, outputs, shapes))
                : answer(inputs, shapes);
    }

    /**
     * Stops accepting at once, and closes when what is under way is answered or the time is over; a pipeline that is
     * still opening is given up. Completes then, for every caller.
     */
    CompletableFuture<Void> drain(Duration limit) {
        if (draining.compareAndSet(false, true)) {
            Thread drainer = new Thread(() -> close(limit), "dormouse-drain-" + name());
            drainer.start();
        }
        return drained;
    }

    private void close(Duration limit) {
        try {
            if (isOpen()) {
                host.join().drain(limit);
            }
            drained.complete(null);
        } catch (RuntimeException | Error e) {
            drained.completeExceptionally(e);
        }
    }
}
