package dev.dormouse.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.plan.PipelineException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EventCheckTest {
    private static final String EVENT =
            "{\"subject\": \"\u00e9t\u00e9\", \"specversion\": \"1.0\", \"id\": \"1\", \"type\": \"t\", \"data\": %s, \"source\": \"/s\"}";

    private static String data(String event, Charset charset) {
        return new String(EventCheck.structured(event.getBytes(charset)), StandardCharsets.UTF_8);
    }

    @Test
    void dataComeByteForByte() {
        String data = "{ \"x\" : [1.10, {\"a\": \"}\u20ac\"}], \"x\":2E+0 }";
        assertThat(data(EVENT.formatted(data), StandardCharsets.UTF_8)).isEqualTo(data);
        assertThat(data("\ufeff" + EVENT.formatted(data), StandardCharsets.UTF_8))
                .isEqualTo(data);
        assertThat(data(EVENT.formatted("{}"), StandardCharsets.UTF_8)).isEqualTo("{}");
    }

    @Test
    void anAttributeThatIsNullIsUnset() {
        assertThat(data(EVENT.formatted("{}, \"datacontenttype\": null"), StandardCharsets.UTF_8))
                .isEqualTo("{}");
    }

    @Test
    void whatHasNoPlainDataIsRefused() {
        assertRefused(EVENT.formatted("\"{}\""), StandardCharsets.UTF_8, "the event's data must be a JSON object");
        assertRefused(EVENT.formatted("{}, \"data\": {}"), StandardCharsets.UTF_8, "the event has 'data' twice");
        assertRefused(EVENT.formatted("{\"x\": 1"), StandardCharsets.UTF_8, "the event");
        assertRefused(EVENT.formatted("{}") + " x", StandardCharsets.UTF_8, "the event");
        assertRefused(EVENT.formatted("{}") + "{}", StandardCharsets.UTF_8, "goes on after the end");
        assertRefused(EVENT.formatted("{}"), StandardCharsets.UTF_16LE, "the event is not UTF-8");
    }

    private static void assertRefused(String event, Charset charset, String told) {
        assertThatThrownBy(() -> data(event, charset))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining(told);
    }
}
