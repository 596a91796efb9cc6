package dev.dormouse.functions;

import dev.dormouse.engine.Inspection;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.protocol.OvhOutputs;
import dev.dormouse.tensor.Tensor;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a request to {@code /eval} asks for: in its headers Accept and Step.
 *
 * @param squeeze whether dims of size 1 are left out
 */
record EvalAnswer(EvalFormat format, Optional<Inspection> inspection, boolean squeeze) {
    private static final String CHARSET = "; charset=utf-8";

    static EvalAnswer asked(@Nullable String accept, @Nullable String step, Plan plan) {
        Optional<Inspection> inspection = step == null ? Optional.empty() : EvalStep.of(step, plan);
        int tensors = inspection
                .map(inspected -> inspected.slots().size())
                .orElse(plan.outputs().size());
        return new EvalAnswer(EvalFormat.of(accept, tensors), inspection, step == null);
    }

    void write(RoutingContext context, Plan plan, Map<String, Tensor> tensors) {
        OvhOutputs outputs = new OvhOutputs(named(plan, tensors), squeeze, new EvalImages());
        String type = format.mediaType();
        if (format.isImage()) {
            ResponseBody.end(context, type, outputs.image(type));
        } else if (format.isMultipart()) {
            String boundary = "dormouse" + UUID.randomUUID().toString().replace("-", "");
            byte[] body = outputs.multipart(format.parameters(), boundary);
            ResponseBody.end(context, type + "; boundary=" + boundary, body);
        } else if (type.equals(EvalFormat.HTML)) {
            ResponseBody.end(context, type + CHARSET, outputs.html(format.parameters()));
        } else {
            ResponseBody.end(context, type + CHARSET, outputs.json());
        }
    }

    private List<OvhOutputs.Named> named(Plan plan, Map<String, Tensor> tensors) {
        List<OvhOutputs.Named> named = new ArrayList<>();
        if (inspection.isPresent()) {
            // a join is not given what a branch did not make
            inspection.get().slots().forEach((port, slot) -> {
                if (tensors.containsKey(port)) {
                    named.add(new OvhOutputs.Named(port, plan.slots().get(slot).type(), tensor(tensors, port)));
                }
            });
            if (named.isEmpty()) {
                throw PipelineException.invalidInput(
                        "the step of the header Step is given nothing for this request: no branch that it joins runs");
            }
        } else {
            plan.outputs()
                    .forEach(output -> named.add(new OvhOutputs.Named(
                            EvalNames.shown(plan, output.name()),
                            plan.typeOf(output),
                            tensor(tensors, output.name()))));
        }
        return named;
    }

    private static Tensor tensor(Map<String, Tensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }
}
