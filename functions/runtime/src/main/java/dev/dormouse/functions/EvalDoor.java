package dev.dormouse.functions;

import dev.dormouse.tensor.Tensor;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * {@code POST /eval} as OVH's serving runtime has it: shapes are resolved, dims of size 1 left out; JSON, images and parts
 * come in, the same and HTML go out.
 */
final class EvalDoor implements Handler<RoutingContext> {
    private final HostedPipelines pipelines;

    EvalDoor(HostedPipelines pipelines) {
        this.pipelines = pipelines;
    }

    @Override
    public void handle(RoutingContext context) {
        Doors.requireMethod(context, "POST");
        HttpServerRequest request = context.request();
        String type = request.getHeader("Content-Type");
        EvalBody.requireType(type);
        HostedPipeline pipeline = pipelines.only();
        EvalAnswer asked = EvalAnswer.asked(request.getHeader("Accept"), request.getHeader("Step"), pipeline.plan());
        int atOnce = EvalBody.isJson(type) ? RequestBody.DECODED_AT_ONCE : 0;
        RequestBody.take(
                context,
                atOnce,
                body -> answer(context, pipeline, asked, EvalBody.decode(type, body, pipeline.plan())));
    }

    private static void answer(
            RoutingContext context, HostedPipeline pipeline, EvalAnswer asked, Map<String, Tensor> inputs) {
        CompletionStage<Map<String, Tensor>> tensors = asked.inspection()
                .map(inspection -> pipeline.inspect(inputs, inspection))
                .orElseGet(() -> pipeline.outputs(inputs));
        tensors.whenComplete((answer, failure) -> {
            if (failure != null) {
                context.fail(failure);
                return;
            }
            try {
                asked.write(context, pipeline.plan(), answer);
            } catch (RuntimeException e) {
                context.fail(e);
            }
        });
    }
}
