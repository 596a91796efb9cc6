package dev.dormouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.protocol.Multipart.Part;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies in parts; {@code |} stands for the end of a line. */
class MultipartTest {
    private static final String TYPE = "multipart/form-data; boundary=xyz";
    private static final String RIGHT =
            "--xyz|Content-Type: application/json|Content-Disposition: form-data; name=\"f\";"
                    + " filename=\"f.json\"||[[1, 2.5]]|--xyz|content-disposition: form-data; name=text||été|--xyz|"
                    + "Content-Type: image/png|Content-Disposition: form-data; name=\"pixels\"||PNG|--xyz|"
                    + "Content-Type: image/png|Content-Disposition: form-data; name=\"raw\"||PNG|--xyz--|";

    private static byte[] bytes(String body) {
        return body.replace("|", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static List<Part> read(String body, String contentType) {
        return Multipart.read(bytes(body), HeaderValue.parse(contentType));
    }

    private static String text(Part part) {
        return part.name() + " " + part.mediaType() + " "
                + new String(part.content(), StandardCharsets.UTF_8).replace("\r\n", "|");
    }

    @Test
    void partsHaveNamesTypesAndBytes() {
        assertThat(read(RIGHT, TYPE))
                .extracting(MultipartTest::text)
                .containsExactly(
                        "f application/json [[1, 2.5]]",
                        "text text/plain été",
                        "pixels image/png PNG",
                        "raw image/png PNG");
    }

    @Test
    void preambleEpilogueAndPaddingMeanNothing() {
        String body =
                "before it|--xyz \t|||a|--x|-|--xyz|Content-Disposition: x; name=\"q\\\"\"|||--xyz--|after it|--xyz|";
        assertThat(read(body, "Multipart/Mixed; Boundary=\"xyz\""))
                .extracting(MultipartTest::text)
                .containsExactly(" text/plain |a|--x|-", "q\" text/plain ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
                    multipart/mixed                       ! a                         ! has no boundary
                    multipart/mixed; boundary=é           ! a                         ! the boundary of the Content-Type is none
                    multipart/mixed; boundary="xyz        ! a                         ! quoted text that does not end
                    multipart/mixed; boundary=xyz         ! a                         ! does not have the boundary
                    multipart/mixed; boundary=xyz         ! --xyz                     ! not followed by the end of its line
                    multipart/mixed; boundary=xyz         ! --xyzz||a|--xyz--         ! not followed by the end of its line
                    multipart/mixed; boundary=xyz         ! --xyz--                   ! the body has no parts
                    multipart/mixed; boundary=xyz         ! --xyz||a                  ! part 1 does not end
                    multipart/mixed; boundary=xyz         ! --xyz|A: b|--xyz--        ! part 1 has no empty line
                    multipart/mixed; boundary=xyz         ! --xyz|A: b                ! part 1 has no empty line
                    multipart/mixed; boundary=xyz         ! --xyz||a|--xyz|A||b|--xyz-- ! part 2 has a header that is none
                    multipart/mixed; boundary=xyz         ! --xyz|A: b|a: c||a|--xyz-- ! part 1 has the header a twice
                    multipart/mixed; boundary=xyz         ! --xyz|Content-Transfer-Encoding: base64||a|--xyz-- ! send its bytes as they are
                    """)
    void whatIsBrokenIsRefusedByItsPlace(String contentType, String body, String told) {
        assertThatThrownBy(() -> read(body, contentType))
                .isInstanceOfSatisfying(
                        PipelineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED))
                .hasMessageContaining(told);
    }

    @Test
    void partsAndTheirHeadersAreBounded() {
        assertThatThrownBy(() -> read("--xyz||a|".repeat(1001) + "--xyz--", TYPE))
                .hasMessage("the body has more than 1000 parts");
        assertThatThrownBy(() -> read("--xyz|A: " + "b".repeat(9000) + "||a|--xyz--", TYPE))
                .hasMessage("part 1 has more than 8192 bytes of headers");
    }
}
