package dev.dormouse.functions;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.protocol.HeaderValue;
import dev.dormouse.protocol.Multipart;
import dev.dormouse.protocol.OvhInputs;
import dev.dormouse.tensor.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The inputs that come to {@code /eval}, by the body's Content-Type. */
final class EvalBody {
    private static final String FORM = "multipart/form-data";
    private static final String MIXED = "multipart/mixed";

    private EvalBody() {}

    /** Refuses a type that is not read here, before the body is looked at. */
    static void requireType(@Nullable String contentType) {
        String type = MediaType.of(contentType);
        if (!isJson(contentType) && !isMultipart(type) && !isImage(type)) {
            throw new PipelineException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "the body is " + type + "; this door takes application/json, multipart/form-data,"
                            + " multipart/mixed, image/png and image/jpeg");
        }
    }

    /** Whether it is decoded in a time that its length bounds. */
    static boolean isJson(@Nullable String contentType) {
        return MediaType.of(contentType).equals(MediaType.JSON);
    }

    static boolean isImage(String type) {
        return type.equals("image/png") || type.equals("image/jpeg");
    }

    private static boolean isMultipart(String type) {
        return type.equals(FORM) || type.equals(MIXED);
    }

    static Map<String, Tensor> decode(@Nullable String contentType, byte[] body, Plan plan) {
        if (contentType == null || isJson(contentType)) {
            return EvalTables.of(plan).read(body);
        }
        OvhInputs inputs = new OvhInputs(plan.inputs(), new EvalImages(), EvalNames.leniency(plan));
        return isImage(MediaType.of(contentType))
                ? inputs.image(body)
                : inputs.parts(Multipart.read(body, HeaderValue.parse(contentType)));
    }
}
