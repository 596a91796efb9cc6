package dev.dormouse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CommandTest {
    @Test
    void tellsStatusAndOutput() throws IOException {
        assertThat(Command.run(List.of("sh", "-c", "echo out; echo err >&2; exit 3")))
                .isEqualTo(new Command(3, "out\nerr"));
    }

    @Test
    void oneThatHangsIsEnded() throws Exception {
        assertThatThrownBy(() -> Command.run(List.of("sleep", "60"), Duration.ofMillis(100)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sleep was not done after");
        for (ProcessHandle child : ProcessHandle.current().children().toList()) {
            child.onExit().get(10, TimeUnit.SECONDS);
        }
    }
}
