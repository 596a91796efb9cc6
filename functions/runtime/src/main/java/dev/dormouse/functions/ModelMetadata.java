package dev.dormouse.functions;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.TensorType;
import dev.dormouse.protocol.InferenceAnswer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the Open Inference Protocol tells of the server and its models, in plain JSON form; -1 is a dim that is not fixed. */
final class ModelMetadata {
    static final String PLATFORM = "dormouse";
    static final String REPOSITORY = "model_repository";

    private ModelMetadata() {}

    static Map<String, Object> server() {
        Map<String, Object> server = new LinkedHashMap<>();
        server.put("name", PLATFORM);
        server.put("version", version());
        server.put("extensions", List.of("binary_tensor_data", REPOSITORY));
        return server;
    }

    static String version() {
        String version = ModelMetadata.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }

    static List<Object> names(Collection<HostedPipeline> pipelines) {
        List<Object> names = new ArrayList<>();
        pipelines.forEach(pipeline -> names.add(pipeline.name()));
        return names;
    }

    static Map<String, Object> of(Plan plan) {
        List<Object> inputs = new ArrayList<>();
        plan.inputs().forEach(port -> inputs.add(tensor(port.name(), port.type())));
        List<Object> outputs = new ArrayList<>();
        plan.outputs().forEach(output -> outputs.add(tensor(output.name(), plan.typeOf(output))));
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("name", plan.metadata().name());
        model.put("versions", List.of(InferenceAnswer.version(plan)));
        model.put("platform", PLATFORM);
        model.put("inputs", inputs);
        model.put("outputs", outputs);
        return model;
    }

    private static Map<String, Object> tensor(String name, TensorType type) {
        Map<String, Object> tensor = new LinkedHashMap<>();
        tensor.put("name", name);
        tensor.put("datatype", type.datatype().protocolName());
        tensor.put("shape", shape(type));
        return tensor;
    }

    static List<Long> shape(TensorType type) {
        return type.dims().stream()
                .map(dim -> dim instanceof Dim.Fixed fixed ? fixed.size() : -1L)
                .toList();
    }

    static String state(HostedPipeline pipeline) {
        return pipeline.isReady() ? "READY" : "UNAVAILABLE";
    }

    /** A model and something that is true of it. */
    static Map<String, Object> named(HostedPipeline pipeline, String what) {
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("name", pipeline.name());
        named.put(what, true);
        return named;
    }

    static List<Object> index(Collection<HostedPipeline> pipelines) {
        List<Object> index = new ArrayList<>();
        for (HostedPipeline pipeline : pipelines) {
            Map<String, Object> model = new LinkedHashMap<>();
            model.put("name", pipeline.name());
            model.put("version", InferenceAnswer.version(pipeline.plan()));
            model.put("state", state(pipeline));
            model.put("reason", "");
            index.add(model);
        }
        return index;
    }
}
