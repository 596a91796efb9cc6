package dev.dormouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dormouse.plan.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** A text file of bodies, {@code > BODY}, and below each what it is refused with; {@code -Ddormouse.goldens=rewrite} rewrites that. */
final class RefusalTable {
    private RefusalTable() {}

    /** @param readers by what stands before the code, if anything does */
    static void check(String name, Map<String, Consumer<String>> readers) throws IOException {
        Path table = Path.of("src/test/resources", name);
        StringBuilder actual = new StringBuilder();
        for (String line : Files.readAllLines(table)) {
            if (line.startsWith("> ")) {
                actual.append(line).append('\n');
                readers.forEach((label, reader) -> actual.append("  ")
                        .append(label.isEmpty() ? "" : label + " ")
                        .append(refusal(line.substring(2), reader))
                        .append('\n'));
            }
        }
        if ("rewrite".equals(System.getProperty("dormouse.goldens"))) {
            Files.writeString(table, actual.toString());
        }
        assertThat(actual.toString()).isEqualTo(Files.readString(table));
    }

    private static String refusal(String body, Consumer<String> reader) {
        PipelineException refused = catchThrowableOfType(PipelineException.class, () -> reader.accept(body));
        assertThat(refused).as(body).isNotNull();
        return refused.code() + " " + refused.getMessage();
    }
}
