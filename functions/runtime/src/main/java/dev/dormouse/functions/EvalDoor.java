package dev.dormouse.functions;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.protocol.DecodedInputs;
import dev.dormouse.protocol.JsonInputs;
import dev.dormouse.protocol.JsonOutputs;
import dev.dormouse.protocol.OutputShapes;
import dev.dormouse.protocol.Shapes;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** {@code POST /eval} as OVH's serving runtime has it, for JSON: shapes are resolved, dims of size 1 left out. */
final class EvalDoor implements Handler<RoutingContext> {
    /** Larger bodies are decoded off the event loop, which other requests wait for. */
    static final int DECODED_AT_ONCE = 1 << 16;

    private final HostedPipelines pipelines;

    EvalDoor(HostedPipelines pipelines) {
        this.pipelines = pipelines;
    }

    @Override
    public void handle(RoutingContext context) {
        Doors.requireMethod(context, "POST");
        Doors.requirePlainBody(context);
        String type = MediaType.of(context.request().getHeader("Content-Type"));
        if (!type.equals(MediaType.JSON)) {
            throw new PipelineException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE, "the body is " + type + "; this door takes application/json");
        }
        if (!MediaType.acceptsJson(context.request().getHeader("Accept"))) {
            throw new PipelineException(ErrorCode.NOT_ACCEPTABLE, "this door gives application/json only");
        }
        HostedPipeline pipeline = pipelines.only();
        Buffer body = context.body().buffer();
        byte[] bytes = body == null ? new byte[0] : body.getBytes();
        if (bytes.length <= DECODED_AT_ONCE) {
            answer(context, pipeline, bytes);
            return;
        }
        context.vertx()
                .executeBlocking(
                        () -> {
                            answer(context, pipeline, bytes);
                            return true;
                        },
                        false)
                .onFailure(context::fail);
    }

    private static void answer(RoutingContext context, HostedPipeline pipeline, byte[] body) {
        DecodedInputs inputs = JsonInputs.decode(body, pipeline.plan().inputs(), Shapes.OVH);
        pipeline.answer(inputs, OutputShapes.SQUEEZED).whenComplete((answer, failure) -> {
            if (failure != null) {
                context.fail(failure);
                return;
            }
            try {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                JsonOutputs.write(out, answer.plan(), answer.outputs(), answer.shapes());
                context.response().putHeader("Content-Type", MediaType.JSON).end(Buffer.buffer(out.toByteArray()));
            } catch (IOException | RuntimeException e) {
                context.fail(e);
            }
        });
    }
}
