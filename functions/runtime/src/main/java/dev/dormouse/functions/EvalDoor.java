package dev.dormouse.functions;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.protocol.DecodedInputs;
import dev.dormouse.protocol.JsonInputs;
import dev.dormouse.protocol.JsonOutputs;
import dev.dormouse.protocol.OutputShapes;
import dev.dormouse.protocol.Shapes;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** {@code POST /eval} as OVH's serving runtime has it, for JSON: shapes are resolved, dims of size 1 left out. */
final class EvalDoor implements Handler<RoutingContext> {
    private final HostedPipelines pipelines;
    private final long maxBody;

    EvalDoor(HostedPipelines pipelines, long maxBody) {
        this.pipelines = pipelines;
        this.maxBody = maxBody;
    }

    @Override
    public void handle(RoutingContext context) {
        Doors.requireMethod(context, "POST");
        String type = MediaType.of(context.request().getHeader("Content-Type"));
        if (!type.equals(MediaType.JSON)) {
            throw new PipelineException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE, "the body is " + type + "; this door takes application/json");
        }
        if (!MediaType.accepts(context.request().getHeader("Accept"), MediaType.JSON)) {
            throw new PipelineException(ErrorCode.NOT_ACCEPTABLE, "this door gives application/json only");
        }
        HostedPipeline pipeline = pipelines.only();
        RequestBody.take(context, maxBody, body -> answer(context, pipeline, body));
    }

    private static void answer(RoutingContext context, HostedPipeline pipeline, byte[] body) {
        DecodedInputs inputs = JsonInputs.decode(body, pipeline.plan().inputs(), Shapes.OVH);
        pipeline.answer(inputs.tensors(), OutputShapes.SQUEEZED).whenComplete((answer, failure) -> {
            if (failure != null) {
                context.fail(failure);
                return;
            }
            try {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                JsonOutputs.write(out, answer.plan(), answer.outputs(), answer.shapes());
                ResponseBody.end(context, MediaType.JSON, out.toByteArray());
            } catch (IOException | RuntimeException e) {
                context.fail(e);
            }
        });
    }
}
