package dev.dormouse.functions;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * The probes below {@code /q/health}, in MicroProfile Health's words. Ready means: models are open, examples ran, no
 * shutdown has begun; alive and started is whoever answers.
 */
final class Health {
    private final HostedPipelines pipelines;

    Health(HostedPipelines pipelines) {
        this.pipelines = pipelines;
    }

    void install(Router router, int order) {
        for (String path : new String[] {"/q/health", "/q/health/ready"}) {
            router.route(path).order(order).handler(context -> answer(context, pipelines.all()));
        }
        for (String path : new String[] {"/q/health/live", "/q/health/started"}) {
            router.route(path).order(order).handler(Health::alive);
        }
    }

    private static void alive(RoutingContext context) {
        write(context, true, "");
    }

    private static void answer(RoutingContext context, Collection<HostedPipeline> pipelines) {
        boolean ready = pipelines.stream().allMatch(HostedPipeline::isReady);
        String data = pipelines.stream()
                .map(pipeline -> "                \"" + pipeline.name() + "\": " + pipeline.isReady())
                .collect(Collectors.joining(",\n"));
        String check = "        {\n            \"name\": \"pipelines\",\n            \"status\": \"" + status(ready)
                + "\"" + (data.isEmpty() ? "" : ",\n            \"data\": {\n" + data + "\n            }")
                + "\n        }\n";
        write(context, ready, check);
    }

    private static void write(RoutingContext context, boolean up, String checks) {
        context.response()
                .setStatusCode(up ? 200 : 503)
                .putHeader("content-type", "application/json; charset=UTF-8")
                .putHeader("cache-control", "no-store")
                .end(Buffer.buffer(
                        "{\n    \"status\": \"" + status(up) + "\",\n    \"checks\": [\n" + checks + "    ]\n}"));
    }

    private static String status(boolean up) {
        return up ? "UP" : "DOWN";
    }
}
