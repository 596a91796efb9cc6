package dev.dormouse.http;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.protocol.InferenceAnswer;
import dev.dormouse.protocol.InferenceCall;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.tensor.Tensor;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tensors to the server and back; the answer must be what the manifest declares. */
final class HttpStep implements Step {
    private final List<StepContext.Wire> inputs;
    private final List<StepContext.Wire> outputs;
    private final ModelServer server;
    private final Calls calls;
    private final boolean binary;
    private final List<Port> declared;
    private final Duration timeout;

    /** @param declared all outputs that the server may give */
    HttpStep(StepContext context, ModelServer server, Calls calls, boolean binary, List<Port> declared) {
        this.inputs = context.inputs();
        this.outputs = context.outputs();
        this.server = server;
        this.calls = calls;
        this.binary = binary;
        this.declared = declared;
        this.timeout = server.timeout();
    }

    @Override
    public Tensor[] run(Tensor[] tensors) throws Exception {
        Map<String, Tensor> given = new LinkedHashMap<>();
        Map<String, Long> sizes = new HashMap<>();
        for (int i = 0; i < tensors.length; i++) {
            given.put(inputs.get(i).port(), tensors[i]);
            bind(inputs.get(i).type(), tensors[i], sizes);
        }
        InferenceAnswer request = InferenceCall.request(
                given, outputs.stream().map(StepContext.Wire::port).toList(), binary);
        long end = System.nanoTime() + timeout.toNanos();
        ModelServer.Reply reply = calls.call(() -> server.ask(request, end));
        Map<String, Tensor> answer = read(reply);
        Tensor[] results = new Tensor[outputs.size()];
        for (int i = 0; i < results.length; i++) {
            results[i] = checked(outputs.get(i), answer, sizes);
        }
        return results;
    }

    private Map<String, Tensor> read(ModelServer.Reply reply) {
        try {
            return InferenceCall.answer(reply.body(), reply.jsonLength(), declared);
        } catch (PipelineException e) {
            Secrets secrets = server.secrets();
            throw bad(secrets.hide(String.valueOf(e.getMessage())) + "; it begins"
                    + Statuses.said(reply.body(), secrets));
        }
    }

    private Tensor checked(StepContext.Wire wire, Map<String, Tensor> answer, Map<String, Long> sizes) {
        Tensor tensor = answer.get(wire.port());
        if (tensor == null) {
            throw bad("the answer lacks the output '" + wire.port() + "'; it has "
                    + (answer.isEmpty() ? "none" : String.join(", ", answer.keySet())));
        }
        if (!fits(wire.type(), tensor, sizes)) {
            throw bad("output '" + wire.port() + "' is declared " + wire.type() + ", but the answer has the shape "
                    + tensor.shape() + known(wire.type(), sizes));
        }
        bind(wire.type(), tensor, sizes);
        return tensor;
    }

    private static boolean fits(TensorType type, Tensor tensor, Map<String, Long> sizes) {
        if (tensor.shape().rank() != type.rank()) {
            return false;
        }
        for (int axis = 0; axis < type.rank(); axis++) {
            long size = tensor.shape().dim(axis);
            if (type.dim(axis) instanceof Dim.Fixed fixed && fixed.size() != size) {
                return false;
            }
            if (type.dim(axis) instanceof Dim.Named name && sizes.getOrDefault(name.name(), size) != size) {
                return false;
            }
        }
        return true;
    }

    private static void bind(TensorType type, Tensor tensor, Map<String, Long> sizes) {
        for (int axis = 0; axis < type.rank(); axis++) {
            if (type.dim(axis) instanceof Dim.Named name) {
                sizes.putIfAbsent(name.name(), tensor.shape().dim(axis));
            }
        }
    }

    private static String known(TensorType type, Map<String, Long> sizes) {
        String known = type.dims().stream()
                .filter(dim -> dim instanceof Dim.Named name && sizes.containsKey(name.name()))
                .map(dim -> dim + " is " + sizes.get(((Dim.Named) dim).name()))
                .distinct()
                .collect(Collectors.joining(", "));
        return known.isEmpty() ? "" : "; " + known;
    }

    private PipelineException bad(String message) {
        return new PipelineException(ErrorCode.BAD_UPSTREAM, server.url() + ": " + message);
    }
}
