package dev.dormouse.functions;

import dev.dormouse.plan.PlanJson;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The pages for people: {@code /}, where a pipeline can be tried, and {@code /swagger-ui}. Everything comes from this
 * class path, nothing from another host, and nothing of it is read before somebody asks.
 */
final class Playground {
    /** No script, style, image or connection but of this function; no frame around it. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors"
            + " 'none'";

    /** Swagger UI sets styles from its script. */
    private static final String SWAGGER_POLICY = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

    private static final String HTML = "text/html; charset=utf-8";

    /** Of what a page asks for, by the end of its name; the pages themselves have paths of their own. */
    private static final Map<String, String> MEDIA_TYPES =
            Map.of("js", "text/javascript; charset=utf-8", "css", "text/css; charset=utf-8");

    private final HostedPipelines pipelines;

    Playground(HostedPipelines pipelines) {
        this.pipelines = pipelines;
    }

    Map<String, Handler<RoutingContext>> paths() {
        Map<String, Handler<RoutingContext>> paths = new LinkedHashMap<>();
        paths.put("/playground/pipelines.json", this::forms);
        paths.put("/playground/run/:name", new PlaygroundRun(pipelines));
        paths.put("/playground/:file", this::file);
        paths.put("/swagger-ui", this::swaggerUi);
        paths.put("/swagger-ui/:file", this::file);
        return paths;
    }

    /** {@code GET /}: the page; it asks {@code /playground/pipelines.json} for its forms. */
    void page(RoutingContext context) {
        context.response().putHeader("Content-Security-Policy", POLICY);
        send(context, HTML, "playground/index.html");
    }

    /** {@code GET /swagger-ui}: what {@code /openapi.json} tells. */
    private void swaggerUi(RoutingContext context) {
        if (context.normalizedPath().endsWith("/")) {
            // the page's own links are relative to the path without it
            context.response()
                    .setStatusCode(301)
                    .putHeader("Location", "../swagger-ui")
                    .end();
            return;
        }
        context.response().putHeader("Content-Security-Policy", SWAGGER_POLICY);
        send(context, HTML, "swagger-ui/index.html");
    }

    private void forms(RoutingContext context) {
        Doors.requireMethod(context, "GET");
        byte[] json = PlanJson.encode(pipelines.all().stream()
                .map(pipeline -> PlaygroundForm.of(pipeline.plan()))
                .toList());
        ResponseBody.end(context, MediaType.JSON, json);
    }

    /** The scripts and styles of both pages, by their paths. */
    private void file(RoutingContext context) {
        String file = context.normalizedPath().substring(1);
        String type = MEDIA_TYPES.get(file.substring(file.lastIndexOf('.') + 1));
        if (type == null) {
            context.fail(404);
        } else {
            send(context, type, file);
        }
    }

    private static void send(RoutingContext context, String type, String file) {
        Doors.requireMethod(context, "GET");
        try (InputStream in = Playground.class.getResourceAsStream("/dormouse/" + file)) {
            if (in == null) {
                context.fail(404);
                return;
            }
            context.response().putHeader("Cache-Control", "no-cache").putHeader("X-Content-Type-Options", "nosniff");
            ResponseBody.end(context, type, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
