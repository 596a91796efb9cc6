package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.testkit.RunningApp;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What no well-behaved client sends: {@code raw-requests.txt} has requests byte by byte, each followed on its connection by
 * one for {@code /q/health/live}, and the status of every answer that comes before the connection ends, {@code 400 or closed} for a refusal that the end of the connection may overtake. A second answer
 * where one request was meant, or an answer to what stands in a body, would be smuggling. {@code -Ddormouse.goldens=rewrite}
 * rewrites the statuses.
 */
@Tag("it")
class RawRequestsIT {
    private static final Path TABLE = Path.of("src/test/resources/raw-requests.txt");
    private static final String NEXT = "GET /q/health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/\\d\\.\\d (\\d{3}) ");
    private static final int PATIENCE_MILLIS = 30_000;

    private static RunningApp app;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        app = RunningApp.start(Bundles.compile("lower", folder));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void everyRawRequestGetsItsStatuses() throws IOException {
        StringBuilder actual = new StringBuilder();
        for (String line : Files.readAllLines(TABLE)) {
            if (line.startsWith("> ")) {
                actual.append(line)
                        .append("\n  ")
                        .append(statuses(bytes(line.substring(2))))
                        .append('\n');
            } else if (line.startsWith("#")) {
                actual.append(line).append('\n');
            }
        }
        if ("rewrite".equals(System.getProperty("dormouse.goldens"))) {
            Files.writeString(TABLE, actual.toString());
        }
        assertThat(actual.toString()).isEqualTo(Files.readString(TABLE));
        assertThat(app.log()).doesNotContain("trace ").doesNotContain("Exception");
    }

    /** {@code |} is the end of a line, {@code \\0} NUL, {@code \\n} a bare line feed, {@code \\r} a bare carriage return. */
    private static byte[] bytes(String line) {
        return line.replace("|", "\r\n")
                .replace("\\0", "\0")
                .replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("LONG", "a".repeat(70_000))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String statuses(byte[] request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", app.port())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            StringBuilder answers = new StringBuilder();
            try {
                socket.getOutputStream().write(request);
                socket.getOutputStream().write(NEXT.getBytes(StandardCharsets.US_ASCII));
            } catch (SocketException e) {
                // it was refused before it was whole; the answer is there all the same
                answers.append("");
            }
            try {
                byte[] chunk = new byte[8192];
                for (int read = socket.getInputStream().read(chunk);
                        read >= 0;
                        read = socket.getInputStream().read(chunk)) {
                    answers.append(new String(chunk, 0, read, StandardCharsets.ISO_8859_1));
                }
            } catch (SocketException e) {
                answers.append("");
            }
            String statuses = STATUS.matcher(answers)
                    .results()
                    .map(answer -> answer.group(1))
                    .collect(Collectors.joining(" "));
            return statuses.isEmpty() || statuses.equals("400") ? "400 or closed" : statuses;
        }
    }
}
