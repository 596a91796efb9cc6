package dev.dormouse.functions;

import com.google.protobuf.UnsafeByteOperations;
import dev.dormouse.functions.inference.ModelInferRequest;
import dev.dormouse.functions.inference.ModelInferRequest.InferInputTensor;
import dev.dormouse.functions.inference.ModelInferResponse;
import dev.dormouse.functions.inference.ModelInferResponse.InferOutputTensor;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import dev.dormouse.protocol.InferenceAnswer;
import dev.dormouse.protocol.InferencePorts;
import dev.dormouse.protocol.InferenceRequest;
import dev.dormouse.protocol.InferenceRequest.RequestedOutput;
import dev.dormouse.protocol.RawTensors;
import dev.dormouse.protocol.RequestedOutputs;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The messages of gRPC's {@code ModelInfer}: all tensors of one are typed, or all are raw. Parameters are passed over. */
final class InferenceMessages {
    private InferenceMessages() {}

    /**
     * The request of a message; raw inputs ask for raw outputs.
     *
     * @throws PipelineException with a client code, naming the place
     */
    static InferenceRequest read(ModelInferRequest message, Plan plan) {
        InferencePorts ports = new InferencePorts(plan);
        List<InferInputTensor> inputs = message.getInputsList();
        if (inputs.size() > ports.size()) {
            throw PipelineException.invalidInput("the request has more inputs than the pipeline's " + ports.size());
        }
        boolean raw = message.getRawInputContentsCount() > 0;
        if (raw) {
            requireOneRawEach(message);
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            InferInputTensor input = inputs.get(i);
            Port port = ports.find(input.getName());
            InferencePorts.requireDatatype(
                    port, Optional.of(input.getDatatype()).filter(given -> !given.isEmpty()));
            Shape shape = shape(port, input.getShapeList());
            Tensor tensor = raw
                    ? RawTensors.read(
                            port, shape, message.getRawInputContents(i).asReadOnlyByteBuffer())
                    : TypedContents.read(port, shape, input.getContents());
            if (tensors.put(port.name(), tensor) != null) {
                throw PipelineException.invalidInput("the input '" + port.name() + "' is given twice");
            }
        }
        RequestedOutputs outputs = new RequestedOutputs(plan);
        message.getOutputsList().forEach(output -> outputs.add(output.getName(), Optional.empty()));
        Optional<String> id = Optional.of(message.getId()).filter(given -> !given.isEmpty());
        return new InferenceRequest(id, tensors, outputs.resolve(raw));
    }

    private static void requireOneRawEach(ModelInferRequest message) {
        for (InferInputTensor input : message.getInputsList()) {
            if (input.hasContents() && input.getContents().getSerializedSize() > 0) {
                throw PipelineException.invalidInput("input '" + input.getName()
                        + "' has contents, but the request has raw_input_contents; all inputs are sent in one way");
            }
        }
        if (message.getRawInputContentsCount() != message.getInputsCount()) {
            throw PipelineException.invalidInput("raw_input_contents has " + message.getRawInputContentsCount()
                    + " elements, but there are " + message.getInputsCount() + " inputs");
        }
    }

    private static Shape shape(Port port, List<Long> dims) {
        if (dims.size() > InferencePorts.MAX_RANK) {
            throw PipelineException.invalidInput("input '" + port.name() + "': shape has " + dims.size()
                    + " sizes; at most " + InferencePorts.MAX_RANK + " are taken");
        }
        try {
            return Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
        } catch (IllegalArgumentException e) {
            throw PipelineException.invalidInput("input '" + port.name() + "': shape has " + e.getMessage());
        }
    }

    /** The outputs that the request wants, in its order; all raw if it asks so, or if one is FP16. */
    static ModelInferResponse write(InferenceRequest request, Plan plan, Map<String, Tensor> outputs) {
        ModelInferResponse.Builder message = ModelInferResponse.newBuilder()
                .setModelName(plan.metadata().name())
                .setModelVersion(InferenceAnswer.version(plan))
                .setId(request.id().orElse(""));
        boolean raw = request.outputs().stream()
                .anyMatch(wanted -> wanted.binary() || wanted.of(outputs).datatype() == Datatype.FP16);
        for (RequestedOutput wanted : request.outputs()) {
            Tensor tensor = wanted.of(outputs);
            InferOutputTensor.Builder output = InferOutputTensor.newBuilder()
                    .setName(wanted.output().name())
                    .setDatatype(tensor.datatype().protocolName());
            for (long dim : tensor.shape().dims()) {
                output.addShape(dim);
            }
            if (raw) {
                message.addRawOutputContents(UnsafeByteOperations.unsafeWrap(RawTensors.write(tensor)));
            } else {
                output.setContents(TypedContents.write(tensor));
            }
            message.addOutputs(output);
        }
        return message.build();
    }
}
