package dev.dormouse.functions;

import io.quarkus.runtime.shutdown.ShutdownListener;
import java.time.Duration;

/**
 * Drains the pipelines as soon as a shutdown begins: what was accepted is answered, what comes later is told to come
 * again (503), while Quarkus keeps the server open until the last answer is out.
 */
final class Drain implements ShutdownListener {
    private final HostedPipelines pipelines;
    private final Duration limit;

    Drain(HostedPipelines pipelines, Duration limit) {
        this.pipelines = pipelines;
        this.limit = limit;
    }

    @Override
    public void shutdown(ShutdownNotification notification) {
        pipelines.drain(limit).whenComplete((drained, failure) -> notification.done());
    }
}
