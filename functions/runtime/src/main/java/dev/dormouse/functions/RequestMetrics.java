package dev.dormouse.functions;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** {@code dormouse_requests_seconds} by door and status, {@code dormouse_step_seconds} by pipeline and step. */
@Singleton
public class RequestMetrics {
    private static final String OBSERVED = "dormouse.observed";

    private final MeterRegistry registry;
    private final HostedPipelines pipelines;

    @Inject
    public RequestMetrics(MeterRegistry registry, HostedPipelines pipelines) {
        this.registry = registry;
        this.pipelines = pipelines;
    }

    void bind(@Observes StartupEvent started) {
        for (HostedPipeline pipeline : pipelines.all()) {
            pipeline.plan().steps().forEach(step -> bind(pipeline, step.name()));
        }
    }

    private void bind(HostedPipeline pipeline, String step) {
        FunctionTimer.builder(
                        "dormouse.step",
                        pipeline.times().of(step),
                        times -> times.runs().sum(),
                        times -> times.nanos().sum(),
                        TimeUnit.NANOSECONDS)
                .description("Runs of a step and their time, warm-up included")
                .tags("pipeline", pipeline.name(), "step", step)
                .register(registry);
        FunctionCounter.builder(
                        "dormouse.step.failures",
                        pipeline.times().of(step),
                        times -> times.failures().sum())
                .description("Runs of a step that failed")
                .tags("pipeline", pipeline.name(), "step", step)
                .register(registry);
    }

    /** Times the request until its response is written, once: a request that is led to another route comes here again. */
    void observe(RoutingContext context, String door) {
        if (context.get(OBSERVED) != null) {
            return;
        }
        long start = System.nanoTime();
        context.put(OBSERVED, door);
        context.addEndHandler(done -> Timer.builder("dormouse.requests")
                .description("Requests and their time, by door and HTTP status")
                .tags(
                        "door",
                        door,
                        "status",
                        Integer.toString(context.response().getStatusCode()))
                .register(registry)
                .record(System.nanoTime() - start, TimeUnit.NANOSECONDS));
    }
}
