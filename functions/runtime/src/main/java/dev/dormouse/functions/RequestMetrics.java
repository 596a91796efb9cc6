package dev.dormouse.functions;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/** {@code dormouse_requests_seconds} by door and status, {@code dormouse_step_seconds} by pipeline and step, at {@code /metrics}. */
@Singleton
public class RequestMetrics {
    private static final String OBSERVED = "dormouse.observed";
    private static final double NANOS = 1e9;

    private final HostedPipelines pipelines;
    /** By door, then status. */
    private final Map<String, Map<String, Times>> requests = new ConcurrentSkipListMap<>();

    /** Requests of one door and status: how many, how long together, the longest since the last time it was asked. */
    private record Times(LongAdder count, LongAdder nanos, LongAccumulator longest) {
        Times() {
            this(new LongAdder(), new LongAdder(), new LongAccumulator(Math::max, 0));
        }

        void add(long time) {
            count.increment();
            nanos.add(time);
            longest.accumulate(time);
        }
    }

    @Inject
    public RequestMetrics(HostedPipelines pipelines) {
        this.pipelines = pipelines;
    }

    /** Times the request until its response is written, once: a request that is led to another route comes here again. */
    void observe(RoutingContext context, String door) {
        if (context.get(OBSERVED) != null) {
            return;
        }
        long start = System.nanoTime();
        context.put(OBSERVED, door);
        context.addEndHandler(
                done -> add(door, Integer.toString(context.response().getStatusCode()), System.nanoTime() - start));
    }

    /** Counts a request that took so long; the status is HTTP's or gRPC's. */
    void add(String door, String status, long nanos) {
        requests.computeIfAbsent(door, name -> new ConcurrentSkipListMap<>())
                .computeIfAbsent(status, name -> new Times())
                .add(nanos);
    }

    void answer(RoutingContext context) {
        String accept = context.request().getHeader("Accept");
        boolean plain = accept != null && accept.contains("text/plain") && !accept.contains("openmetrics");
        MetricText text = new MetricText(!plain);
        write(text);
        context.response()
                .putHeader("Content-Type", plain ? MetricText.PLAIN : MetricText.OPEN_METRICS)
                .end(Buffer.buffer(text.toString()));
    }

    private void write(MetricText text) {
        text.summary("dormouse_requests_seconds", "Requests and their time, by door and status");
        requests(text, "dormouse_requests_seconds_count", times -> times.count().sum());
        requests(text, "dormouse_requests_seconds_sum", times -> times.nanos().sum() / NANOS);
        text.gauge("dormouse_requests_seconds_max", "Requests and their time, by door and status");
        requests(text, "dormouse_requests_seconds_max", times -> times.longest().getThenReset() / NANOS);
        text.summary("dormouse_step_seconds", "Runs of a step and their time, warm-up included");
        steps(text, "dormouse_step_seconds_count", times -> times.runs().sum());
        steps(text, "dormouse_step_seconds_sum", times -> times.nanos().sum() / NANOS);
        text.counter("dormouse_step_failures", "Runs of a step that failed");
        steps(text, "dormouse_step_failures_total", times -> times.failures().sum());
        text.counter("dormouse_step_skips", "Requests in which a condition kept a step from every row");
        steps(text, "dormouse_step_skips_total", times -> times.skips().sum());
        JvmMetrics.write(text);
    }

    private void requests(MetricText text, String name, ToDoubleFunction<Times> value) {
        requests.forEach((door, statuses) -> statuses.forEach(
                (status, times) -> text.sample(name, value.applyAsDouble(times), "door", door, "status", status)));
    }

    private void steps(MetricText text, String name, ToDoubleFunction<StepTimes.Times> value) {
        for (HostedPipeline pipeline : pipelines.all()) {
            pipeline.plan()
                    .steps()
                    .forEach(step -> text.sample(
                            name,
                            value.applyAsDouble(pipeline.times().of(step.name())),
                            "pipeline",
                            pipeline.name(),
                            "step",
                            step.name()));
        }
    }
}
