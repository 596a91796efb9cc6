package dev.dormouse.knative.resources;

import dev.dormouse.plan.Plan;
import java.util.List;

/** A plan for KServe: a ServingRuntime whose image holds the pipeline, and the InferenceService that asks for it. */
public final class KserveRuntime {
    private static final String FORMAT = "dormouse";
    private static final String FORMAT_VERSION = "1";

    private KserveRuntime() {}

    /** Both, the runtime first. */
    public static List<KubeObject> of(Plan plan, DeployOptions options) {
        return List.of(runtime(plan, options), service(plan, options));
    }

    private static KubeObject runtime(Plan plan, DeployOptions options) {
        boolean grpc = options.door() == DeployOptions.Door.H2C;
        return new KubeObject(Fields.of(
                "apiVersion",
                "serving.kserve.io/v1alpha1",
                "kind",
                "ServingRuntime",
                "metadata",
                Marks.metadata(plan, options),
                "spec",
                Fields.of(
                        "supportedModelFormats",
                                List.of(Fields.of("name", FORMAT, "version", FORMAT_VERSION, "autoSelect", false)),
                        "protocolVersions", List.of(grpc ? "grpc-v2" : "v2"),
                        "multiModel", false,
                        "containers", List.of(FunctionContainer.forKserve(plan, options)))));
    }

    private static KubeObject service(Plan plan, DeployOptions options) {
        Plan.Scale scale = plan.execution().scale();
        boolean grpc = options.door() == DeployOptions.Door.H2C;
        return new KubeObject(Fields.of(
                "apiVersion",
                "serving.kserve.io/v1beta1",
                "kind",
                "InferenceService",
                "metadata",
                Marks.metadata(plan, options),
                "spec",
                Fields.of(
                        "predictor",
                        Fields.of(
                                "minReplicas", scale.min(),
                                "maxReplicas", scale.max(),
                                "containerConcurrency", Concurrency.of(plan.execution()),
                                "model",
                                        Fields.of(
                                                "modelFormat", Fields.of("name", FORMAT, "version", FORMAT_VERSION),
                                                "runtime", options.name(),
                                                "protocolVersion", grpc ? "grpc-v2" : "v2")))));
    }
}
