package dev.dormouse.functions;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.PlanJson;
import io.vertx.core.Handler;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** Puts the doors on the server's router. */
@Singleton
public class Doors {
    private static final int FIRST = Integer.MIN_VALUE;
    /** After the body is read, before any route that an extension adds without an order. */
    private static final int BEFORE_FUNQY = -1;

    private static final int[] OWN_STATUSES = {400, 404, 405, 406, 413, 415, 500};

    private final HostedPipelines pipelines;
    private final RequestMetrics metrics;
    private final Config config;
    private final long limit;
    private final BodyBudget budget;

    @Inject
    public Doors(HostedPipelines pipelines, RequestMetrics metrics, Config config) {
        this.pipelines = pipelines;
        this.metrics = metrics;
        this.config = config;
        this.limit = FunctionOptions.from(config).maxBody();
        this.budget = new BodyBudget(limit);
    }

    void install(@Observes Router router) {
        FailureHandler failures = new FailureHandler();
        router.route()
                .order(FIRST)
                .handler(new Framing())
                .handler(new BodyLimit(limit, budget))
                .handler(WholeBody::ask)
                .failureHandler(failures);
        for (int status : OWN_STATUSES) {
            router.errorHandler(status, failures);
        }
        door(router, "/describe", "describe", this::describe);
        door(router, "/openapi.json", "describe", this::openApi);
        door(router, "/openapi.yaml", "describe", this::openApi);
        door(router, "/eval", "eval", new EvalDoor(pipelines));
        new OpenInferenceDoor(pipelines).paths().forEach((path, handler) -> door(router, path, "v2", handler));
        if (FunctionOptions.from(config).playground()) {
            Playground playground = new Playground(pipelines);
            door(router.get("/"), "playground", playground::page);
            playground.paths().forEach((path, handler) -> door(router, path, "playground", handler));
        }
        new Health(pipelines).install(router, BEFORE_FUNQY);
        router.route("/metrics").order(BEFORE_FUNQY).handler(metrics::answer);
        String bundleFunction = config.getOptionalValue("dormouse.bundle-function", String.class)
                .orElse("");
        FunctionDoor function = new FunctionDoor(pipelines, new CloudEventDoor(pipelines), bundleFunction);
        door(router, "/", "function", function);
        if (!bundleFunction.isEmpty() && pipelines.find(bundleFunction).isEmpty()) {
            door(router, "/" + bundleFunction, "function", function);
        }
        for (HostedPipeline pipeline : pipelines.all()) {
            door(router, "/" + pipeline.name(), "function", function);
        }
        router.route().last().handler(context -> context.fail(404));
    }

    private void door(Router router, String path, String door, Handler<RoutingContext> handler) {
        door(router.route(path), door, handler);
    }

    private void door(Route route, String door, Handler<RoutingContext> handler) {
        route.order(BEFORE_FUNQY).handler(context -> {
            WholeBody.taken(context);
            metrics.observe(context, door);
            ContentEncoding.take(context, limit, budget, handler);
        });
    }

    private void describe(RoutingContext context) {
        requireMethod(context, "GET");
        ResponseBody.end(
                context, MediaType.JSON, Description.json(pipelines.only().plan()));
    }

    private void openApi(RoutingContext context) {
        requireMethod(context, "GET");
        Map<String, Object> document =
                OpenApi.of(pipelines.all().stream().map(HostedPipeline::served).toList());
        if (context.normalizedPath().endsWith("yaml")) {
            ResponseBody.end(context, "application/yaml", YamlText.of(document));
        } else {
            ResponseBody.end(context, MediaType.JSON, PlanJson.encode(document));
        }
    }

    /** A request with another method is refused with the right one in {@code Allow}. */
    static void requireMethod(RoutingContext context, String method) {
        if (!context.request().method().name().equals(method)) {
            context.response().putHeader("Allow", method);
            throw new PipelineException(
                    ErrorCode.METHOD_NOT_ALLOWED,
                    context.normalizedPath() + " takes " + method + ", not "
                            + context.request().method().name());
        }
    }
}
