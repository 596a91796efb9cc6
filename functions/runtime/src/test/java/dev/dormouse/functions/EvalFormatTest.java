package dev.dormouse.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvalFormatTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            nullValues = "-",
            value = {
                "- ! application/json",
                "'' ! application/json",
                "*/* ! application/json",
                "application/json;charset=utf-8 ! application/json",
                "Text/HTML ! text/html",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 ! text/html",
                "application/json;q=0.5, text/html ! text/html",
                "text/html;q=0, */*;q=0.1 ! application/json",
                "multipart/* ! multipart/form-data",
                "multipart/mixed ! multipart/mixed",
                "image/* ! image/png",
                "image/avif, image/jpeg;q=0.9, image/png;q=0.8 ! image/jpeg"
            })
    void theBestThatTheClientTakes(String accept, String given) {
        assertThat(EvalFormat.of(accept, 1).mediaType()).isEqualTo(given);
    }

    @Test
    void oneImageIsNotGivenOfSeveralTensorsIfSomethingElseIsTaken() {
        assertThat(EvalFormat.of("image/png, text/html;q=0.1", 2).mediaType()).isEqualTo("text/html");
        assertThat(EvalFormat.of("image/png", 2).mediaType()).isEqualTo("image/png");
    }

    @Test
    void parametersSayHowSingleTensorsAreGiven() {
        assertThat(EvalFormat.of("text/html; q=0.9; Image=application/json; b=\"image/jpeg\"", 1)
                        .parameters())
                .isEqualTo(Map.of("Image", "application/json", "b", "image/jpeg"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {"text/csv ! NOT_ACCEPTABLE", "text/html;q=x ! MALFORMED", "text/html;a=\"b ! MALFORMED"})
    void whatCannotBeGivenIsRefused(String accept, ErrorCode code) {
        assertThatThrownBy(() -> EvalFormat.of(accept, 1))
                .isInstanceOfSatisfying(
                        PipelineException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
