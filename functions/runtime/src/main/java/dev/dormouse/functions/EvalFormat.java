package dev.dormouse.functions;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.protocol.HeaderValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How {@code /eval} gives its answer.
 *
 * @param mediaType of the answer, without parameters
 * @param parameters of the range in the Accept header: the types of single tensors, by name
 */
record EvalFormat(String mediaType, Map<String, String> parameters) {
    static final EvalFormat JSON = new EvalFormat(MediaType.JSON, Map.of());
    static final String HTML = "text/html";

    /** Whether the answer is one image file. */
    boolean isImage() {
        return mediaType.startsWith("image/");
    }

    boolean isMultipart() {
        return mediaType.startsWith("multipart/");
    }

    /**
     * The best that the client takes, the first of equally good ones; JSON if it takes everything. One image is given
     * only where there is one tensor, or where the client takes nothing else.
     *
     * @throws PipelineException NOT_ACCEPTABLE if it takes nothing that can be given
     */
    static EvalFormat of(@Nullable String accept, int tensors) {
        if (accept == null || accept.isBlank() || accept.equals("*/*") || accept.equals(MediaType.JSON)) {
            return JSON;
        }
        List<EvalFormat> candidates = new ArrayList<>();
        HeaderValue.parseList(accept).stream()
                .filter(range -> quality(range) > 0)
                .sorted(Comparator.comparingDouble(EvalFormat::quality).reversed())
                .forEach(range ->
                        given(range.value()).ifPresent(type -> candidates.add(new EvalFormat(type, types(range)))));
        return candidates.stream()
                .filter(format -> !format.isImage() || tensors == 1)
                .findFirst()
                .or(() -> candidates.stream().findFirst())
                .orElseThrow(() -> new PipelineException(
                        ErrorCode.NOT_ACCEPTABLE,
                        "this door gives application/json, text/html, multipart/form-data, multipart/mixed, image/png"
                                + " and image/jpeg"));
    }

    private static Optional<String> given(String range) {
        return switch (range) {
            case "*/*", "*", "application/*" -> Optional.of(MediaType.JSON);
            case "text/*" -> Optional.of(HTML);
            case "multipart/*" -> Optional.of("multipart/form-data");
            case "image/*" -> Optional.of("image/png");
            case MediaType.JSON, HTML, "multipart/form-data", "multipart/mixed", "image/png", "image/jpeg" ->
                Optional.of(range);
            default -> Optional.empty();
        };
    }

    private static double quality(HeaderValue range) {
        try {
            return range.parameter("q").map(Double::parseDouble).orElse(1.0);
        } catch (NumberFormatException e) {
            throw new PipelineException(ErrorCode.MALFORMED, "a q of the Accept header is not a number", e);
        }
    }

    private static Map<String, String> types(HeaderValue range) {
        Map<String, String> types = new LinkedHashMap<>(range.parameters());
        types.remove("q");
        return types;
    }
}
