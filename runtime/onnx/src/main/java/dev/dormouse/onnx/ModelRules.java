package dev.dormouse.onnx;

import dev.dormouse.onnx.OnnxModel.Node;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import java.util.Set;

/** What ONNX Runtime 1.29 loads, found out by trying. */
final class ModelRules {
    /** The newest file format. */
    static final long MAX_IR = 13;
    /** The newest opset of the standard operators. */
    static final long MAX_OPSET = 26;
    /** The newest opset of the operators of classical machine learning. */
    static final long MAX_ML_OPSET = 5;

    private static final Set<String> DOMAINS = Set.of(
            "",
            "ai.onnx",
            "ai.onnx.ml",
            "ai.onnx.training",
            "ai.onnx.preview.training",
            "com.microsoft",
            "com.microsoft.experimental",
            "com.microsoft.nchwc",
            "com.ms.internal.nhwc");

    private ModelRules() {}

    /** Refuses what the engine would refuse, with what to do about it. */
    static void check(OnnxModel model) {
        if (model.irVersion() > MAX_IR) {
            throw unsupported(
                    model,
                    "has IR version " + model.irVersion() + "; the newest that runs is " + MAX_IR,
                    "export it with an older onnx package, or set model.ir_version = " + MAX_IR
                            + " where no newer feature is used");
        }
        model.opsets().forEach((domain, version) -> {
            long newest = newest(domain);
            if (version > newest) {
                throw unsupported(
                        model,
                        "asks for opset " + version + (domain.isEmpty() ? "" : " of " + domain)
                                + "; the newest that runs is " + newest,
                        "export it with a lower opset, or convert it by onnx.version_converter");
            }
        });
        for (Node node : model.graph().nodes()) {
            if (!DOMAINS.contains(node.domain()) && !model.functionDomains().contains(node.domain())) {
                throw unsupported(
                        model,
                        "has the operator " + node.operator() + " of the unknown domain '" + node.domain() + "'",
                        "export it without custom operators; known are the domains ai.onnx, ai.onnx.ml and com.microsoft");
            }
        }
        model.graph().tensors().values().stream()
                .filter(OnnxModel.StoredTensor::external)
                .findFirst()
                .ifPresent(tensor -> {
                    throw unsupported(
                            model,
                            "keeps weights such as '" + tensor.name() + "' in another file",
                            "save it as one file: onnx.save_model(model, path, save_as_external_data=False)");
                });
    }

    private static long newest(String domain) {
        return switch (domain) {
            case "", "ai.onnx" -> MAX_OPSET;
            case "ai.onnx.ml" -> MAX_ML_OPSET;
            default -> Long.MAX_VALUE;
        };
    }

    static ArtifactException unsupported(OnnxModel model, String why, String help) {
        return new ArtifactException(Reason.UNSUPPORTED, model.fileName() + " " + why, help);
    }
}
