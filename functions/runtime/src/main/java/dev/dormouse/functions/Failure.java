package dev.dormouse.functions;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.PlanJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a caller is told of a failed request.
 *
 * @param message without the cause where that is not for the caller
 * @param trace an id to find the cause in the log by; empty where the caller is told everything
 */
record Failure(ErrorCode code, String message, Optional<String> step, String trace) {

    /**
     * From what a handler failed with.
     *
     * @param status the HTTP status it failed with, or -1
     */
    static Failure of(@Nullable Throwable thrown, int status, String trace) {
        Optional<PipelineException> found = pipelineException(thrown);
        if (found.isEmpty()) {
            ErrorCode code = code(status);
            return hidesCause(code)
                    ? new Failure(code, hidden("the request failed", trace), Optional.empty(), trace)
                    : new Failure(code, message(code), Optional.empty(), "");
        }
        PipelineException e = found.get();
        if (!hidesCause(e.code())) {
            return new Failure(e.code(), String.valueOf(e.getMessage()), e.step(), "");
        }
        return new Failure(e.code(), hidden(what(e), trace), e.step(), trace);
    }

    private static String what(PipelineException e) {
        if (e.step().isEmpty()) {
            return "the request failed";
        }
        String step = "step '" + e.step().get() + "'";
        return switch (e.code()) {
            case UPSTREAM_UNAVAILABLE ->
                "the server that " + step + " calls is not there now; send the request again later";
            case UPSTREAM_TIMEOUT -> "the server that " + step + " calls did not answer in time";
            default -> step + " failed";
        };
    }

    private static Optional<PipelineException> pipelineException(@Nullable Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 16; depth++) {
            if (cause instanceof PipelineException found) {
                return Optional.of(found);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /** What is ours; and where a server that a step calls stands and what it says, which is not for everybody. */
    private static boolean hidesCause(ErrorCode code) {
        return code == ErrorCode.INTERNAL
                || code == ErrorCode.STEP_FAILED
                || code == ErrorCode.BAD_UPSTREAM
                || code.isUpstreamAway();
    }

    private static String hidden(String what, String trace) {
        return what + "; the function's log tells why under trace " + trace;
    }

    private static ErrorCode code(int status) {
        return switch (status) {
            case 400 -> ErrorCode.MALFORMED;
            case 404 -> ErrorCode.NOT_FOUND;
            case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
            case 406 -> ErrorCode.NOT_ACCEPTABLE;
            case 413 -> ErrorCode.TOO_LARGE;
            case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
            case 429 -> ErrorCode.OVERLOADED;
            case 503 -> ErrorCode.UNAVAILABLE;
            case 504 -> ErrorCode.DEADLINE_EXCEEDED;
            default -> ErrorCode.INTERNAL;
        };
    }

    private static String message(ErrorCode code) {
        return switch (code) {
            case MALFORMED -> "the request cannot be read; expected a JSON object of the inputs";
            case NOT_FOUND -> "nothing is served at this path; GET /describe tells what is";
            case METHOD_NOT_ALLOWED -> "this path does not take this method";
            case NOT_ACCEPTABLE -> "only application/json can be given";
            case TOO_LARGE -> "the body is too large";
            case UNSUPPORTED_MEDIA_TYPE -> "the body must be application/json";
            default -> "the request was not started; send it again later";
        };
    }

    /** The body of every door but {@code /eval}. */
    byte[] json() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", message);
        body.put("code", code.name());
        step.ifPresent(name -> body.put("step", name));
        if (!trace.isEmpty()) {
            body.put("trace", trace);
        }
        return PlanJson.encode(body);
    }

    /**
     * The body that OVH's serving runtime gives; its sentence for bodies that cannot be read is fixed, ours beside it.
     *
     * @param contentType of the body, without parameters
     */
    byte[] ovhJson(String contentType) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", (long) code.httpStatus());
        if (code == ErrorCode.MALFORMED) {
            body.put("message", unreadable(contentType));
            body.put("detail", message);
        } else {
            body.put("message", message);
        }
        return PlanJson.encode(body);
    }

    private static String unreadable(String contentType) {
        if (contentType.startsWith("image/")) {
            return "Unable to load image from given bytes...";
        }
        return contentType.startsWith("multipart/")
                ? "Unable to parse the given bytes into correct parts"
                : "Unable to parse the given bytes into a correct json map of (name -> tensor)";
    }
}
