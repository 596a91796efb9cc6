package dev.dormouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Port;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each body of {@code bad-bodies.txt} and the message it gets; {@code -Ddormouse.goldens=rewrite} rewrites the messages. */
class BadBodiesTest {
    private static final Path TABLE = Path.of("src/test/resources/bad-bodies.txt");
    private static final List<Port> PORTS = Ports.of(
            "f: FP32[n, 2]",
            "text: STRING[n]",
            "d: FP64[n]",
            "half: FP16[n]",
            "u8: UINT8[n]",
            "u64: UINT64[n]",
            "i64: INT64[n]",
            "flag: BOOL[n]",
            "raw: BYTES[n]");

    @Test
    void everyBadBodyGetsItsMessage() throws IOException {
        StringBuilder actual = new StringBuilder();
        for (String line : Files.readAllLines(TABLE)) {
            if (line.startsWith("> ")) {
                byte[] body = line.substring(2).getBytes(StandardCharsets.UTF_8);
                actual.append(line).append('\n').append(told(body, Shapes.EXACT));
                actual.append(told(body, Shapes.OVH));
            }
        }
        if ("rewrite".equals(System.getProperty("dormouse.goldens"))) {
            Files.writeString(TABLE, actual.toString());
        }
        assertThat(actual.toString()).isEqualTo(Files.readString(TABLE));
    }

    private static String told(byte[] body, Shapes shapes) {
        PipelineException refused =
                catchThrowableOfType(PipelineException.class, () -> JsonInputs.decode(body, PORTS, shapes));
        assertThat(refused).as(new String(body, StandardCharsets.UTF_8)).isNotNull();
        return "  " + shapes + " " + refused.code() + " " + refused.getMessage() + "\n";
    }

    @Test
    void wrongUtf8IsRefusedWithItsOffset() {
        byte[][] wrong = {
            {'{', '"', (byte) 0xFF, '"'},
            {'{', '"', (byte) 0xC0, (byte) 0x80, '"'},
            {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'},
            {'{', '"', (byte) 0xE2, (byte) 0x82},
        };
        for (byte[] body : wrong) {
            PipelineException refused =
                    catchThrowableOfType(PipelineException.class, () -> JsonInputs.decode(body, PORTS, Shapes.EXACT));
            assertThat(refused.getMessage()).isEqualTo("the body is not UTF-8: the byte at offset 2 is wrong");
        }
        byte[] utf16 = "{\"text\": \"a\"}".getBytes(StandardCharsets.UTF_16LE);
        assertThat(catchThrowableOfType(PipelineException.class, () -> JsonInputs.decode(utf16, PORTS, Shapes.EXACT))
                        .code()
                        .name())
                .isEqualTo("MALFORMED");
    }

    @Test
    void deepNestingIsRefusedAtOnce() {
        for (String name : List.of("f", "other")) {
            String body = "{\"" + name + "\": " + "[".repeat(100_000);
            PipelineException refused = catchThrowableOfType(
                    PipelineException.class,
                    () -> JsonInputs.decode(body.getBytes(StandardCharsets.UTF_8), PORTS, Shapes.EXACT));
            assertThat(refused.code().name()).isEqualTo("MALFORMED");
            assertThat(refused.getMessage()).contains("deeper than 64 levels");
        }
    }
}
