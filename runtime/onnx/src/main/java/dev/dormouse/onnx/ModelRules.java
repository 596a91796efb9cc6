package dev.dormouse.onnx;

import dev.dormouse.onnx.OnnxModel.Operator;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import java.util.Comparator;
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
                        "export it with opset " + newest
                                + (domain.isEmpty() || domain.equals("ai.onnx")
                                        ? ", or convert it: onnx.version_converter.convert_version(model, " + newest
                                                + ")"
                                        : "; skl2onnx: target_opset={'': 17, '" + domain + "': " + newest + "}"));
            }
        });
        model.operators().stream()
                .filter(operator -> !DOMAINS.contains(operator.domain())
                        && !model.functions().contains(operator))
                .min(Comparator.comparing(Operator::domain).thenComparing(Operator::name))
                .ifPresent(operator -> {
                    throw unsupported(
                            model,
                            "has the operator " + operator.name() + " of the unknown domain '" + operator.domain()
                                    + "'",
                            "export it without custom operators; known are the domains ai.onnx, ai.onnx.ml and com.microsoft");
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
