package dev.dormouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Port;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Each body of {@code bad-bodies.txt} and the message it gets. */
class BadBodiesTest {
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
        Map<String, Consumer<String>> readers = new LinkedHashMap<>();
        for (Shapes shapes : Shapes.values()) {
            readers.put(shapes.name(), body -> JsonInputs.decode(body.getBytes(StandardCharsets.UTF_8), PORTS, shapes));
        }
        RefusalTable.check("bad-bodies.txt", readers);
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
