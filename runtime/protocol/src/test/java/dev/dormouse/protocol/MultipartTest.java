package dev.dormouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.protocol.Multipart.Part;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies in parts; {@code |} stands for the end of a line. */
class MultipartTest {
    private static final int BODIES = 100_000;
    private static final String TYPE = "multipart/form-data; boundary=xyz";
    private static final String RIGHT =
            "--xyz|Content-Type: application/json|Content-Disposition: form-data; name=\"f\";"
                    + " filename=\"f.json\"||[[1, 2.5]]|--xyz|content-disposition: form-data; name=text||été|--xyz|"
                    + "Content-Type: image/png|Content-Disposition: form-data; name=\"pixels\"||PNG|--xyz|"
                    + "Content-Type: image/png|Content-Disposition: form-data; name=\"raw\"||PNG|--xyz--|";
    private static final String[] PIECES = {
        "|",
        "||",
        "--xyz",
        "|--xyz|",
        "|--xyz--",
        "--",
        ":",
        ";",
        "\"",
        "name=",
        "\\",
        "\t",
        "\u0000",
        "é",
        ",",
        "[[",
        "Content-Type: application/json|",
        "Content-Transfer-Encoding: base64|",
        "name=\"f\"",
        "1e999",
        "\n",
        "\r"
    };
    /** Reads every file as one black pixel, or refuses it. */
    private static final ImageFormat IMAGES = new ImageFormat() {
        @Override
        public NumericTensor decode(List<byte[]> files, int channels, int height, int width) {
            return NumericTensor.allocate(Datatype.UINT8, Shape.of(files.size(), 1, 1, channels));
        }

        @Override
        public byte[] encode(String mediaType, byte[] pixels, int height, int width) {
            throw new UnsupportedOperationException("nothing is answered here");
        }
    };

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

    @Test
    void onlyClientFaultsEscape() {
        long seed = Long.getLong("dormouse.seed", System.nanoTime());
        System.out.println("MultipartTest: -Ddormouse.seed=" + seed);
        Random random = new Random(seed);
        OvhInputs inputs = new OvhInputs(
                Ports.of("f: FP32[n, 2]", "text: STRING[n]", "pixels: FP32[n, ?, ?, 3]", "raw: BYTES[n]"), IMAGES);
        int accepted = 0;
        for (int i = 0; i < BODIES; i++) {
            byte[] body = mutated(random);
            String type = random.nextInt(50) == 0 ? TYPE.replace("=", PIECES[random.nextInt(PIECES.length)]) : TYPE;
            try {
                inputs.parts(Multipart.read(body, HeaderValue.parse(type)));
                accepted++;
            } catch (PipelineException e) {
                assertThat(e.code().isClientError()).as(e.toString()).isTrue();
            }
        }
        assertThat(accepted).as("bodies that are right after all").isBetween(1, BODIES / 2);
    }

    private static byte[] mutated(Random random) {
        StringBuilder text = new StringBuilder(RIGHT);
        for (int edits = random.nextInt(4); edits >= 0; edits--) {
            int at = random.nextInt(text.length() + 1);
            String piece = PIECES[random.nextInt(PIECES.length)];
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(3)));
                case 1 -> text.insert(at, piece);
                case 2 -> text.setLength(random.nextInt(5) == 0 ? at : text.length());
                case 3 -> text.insert(at, text.substring(Math.min(at, text.length() / 2), text.length() / 2));
                default -> text.replace(at, Math.min(text.length(), at + 3), piece);
            }
        }
        byte[] body = bytes(text.toString());
        if (body.length > 0 && random.nextInt(4) == 0) {
            body[random.nextInt(body.length)] = (byte) random.nextInt();
        }
        return random.nextInt(20) == 0 ? Arrays.copyOf(body, random.nextInt(body.length + 1)) : body;
    }
}
