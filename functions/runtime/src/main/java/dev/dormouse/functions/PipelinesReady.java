package dev.dormouse.functions;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready means: models are open, examples ran, no shutdown has begun. */
@Readiness
@Singleton
public class PipelinesReady implements HealthCheck {
    private final HostedPipelines pipelines;

    @Inject
    public PipelinesReady(HostedPipelines pipelines) {
        this.pipelines = pipelines;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("pipelines");
        boolean ready = true;
        for (HostedPipeline pipeline : pipelines.all()) {
            response.withData(pipeline.name(), pipeline.isReady());
            ready &= pipeline.isReady();
        }
        return response.status(ready).build();
    }
}
