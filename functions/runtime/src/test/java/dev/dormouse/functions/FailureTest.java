package dev.dormouse.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {
    private static String json(Failure failure) {
        return new String(failure.json(), StandardCharsets.UTF_8)
                .replaceAll("\\s+", " ")
                .trim();
    }

    @Test
    void mistakesOfTheClientAreToldInFull() {
        Throwable thrown = new CompletionException(
                PipelineException.invalidInput("input 'x' is missing").at("scaler"));
        assertThat(json(Failure.of(thrown, 500, "t1")))
                .isEqualTo(
                        "{ \"error\" : \"input 'x' is missing\", \"code\" : \"INVALID_INPUT\", \"step\" : \"scaler\" }");
    }

    @Test
    void ourOwnFaultsAreToldByTraceOnly() {
        PipelineException secret = new PipelineException(ErrorCode.STEP_FAILED, "at /secret/path: null").at("model");
        assertThat(json(Failure.of(secret, 500, "t1")))
                .isEqualTo("{ \"error\" : \"step 'model' failed; the function's log tells why under trace t1\","
                        + " \"code\" : \"STEP_FAILED\", \"step\" : \"model\", \"trace\" : \"t1\" }");
        assertThat(json(Failure.of(new NullPointerException("secret"), 500, "t2")))
                .doesNotContain("secret")
                .contains("INTERNAL", "t2");
    }

    @Test
    void whichServerAStepCallsAndWhatItAnsweredIsNotForTheCaller() {
        PipelineException answered =
                new PipelineException(ErrorCode.BAD_UPSTREAM, "it answered 500: secret").at("remote");
        assertThat(json(Failure.of(answered, 500, "t1")))
                .doesNotContain("secret")
                .contains("BAD_UPSTREAM", "t1");
        PipelineException away =
                new PipelineException(ErrorCode.UPSTREAM_UNAVAILABLE, "http://10.0.0.1 is away").at("remote");
        assertThat(json(Failure.of(away, 500, "t1")))
                .contains("'remote' calls is not there now", "UPSTREAM_UNAVAILABLE", "t1")
                .doesNotContain("10.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "400, MALFORMED",
        "404, NOT_FOUND",
        "405, METHOD_NOT_ALLOWED",
        "406, NOT_ACCEPTABLE",
        "413, TOO_LARGE",
        "415, UNSUPPORTED_MEDIA_TYPE",
        "503, UNAVAILABLE",
        "500, INTERNAL",
        "-1, INTERNAL"
    })
    void aBareStatusHasItsCode(int status, ErrorCode code) {
        assertThat(Failure.of(null, status, "t").code()).isEqualTo(code);
    }

    @Test
    void ovhHasItsOwnSentenceForWhatIsNoJson() {
        Failure failure = Failure.of(new PipelineException(ErrorCode.MALFORMED, "it ends early"), -1, "t");
        assertThat(new String(failure.ovhJson("application/json"), StandardCharsets.UTF_8))
                .contains(
                        "\"message\" : \"Unable to parse the given bytes into a correct json map of (name -> tensor)\"")
                .contains("\"detail\" : \"it ends early\"");
    }
}
