package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.testkit.RunningApp;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many bodies at once, each as large as is taken, together much larger than the heap (512 MiB). */
@Tag("it")
class LargeBodiesIT {
    private static final int CLIENTS = 30;

    private static RunningApp app;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        app = RunningApp.start(Bundles.compile("lower", folder));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    /** 31 MiB that are no input: white space, so that it packs well. */
    private static byte[] large() {
        byte[] body = new byte[31 << 20];
        Arrays.fill(body, (byte) ' ');
        body[0] = '{';
        body[body.length - 1] = '}';
        return body;
    }

    private static List<Integer> statusesOfAll(byte[] body, String... headers) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                answers.add(clients.submit(() -> app.send(app.json("/lower", body, headers))));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<HttpResponse<String>> answer : answers) {
                statuses.add(answer.get().statusCode());
            }
            return statuses;
        } finally {
            clients.shutdownNow();
        }
    }

    private static void assertStillAnswers() throws Exception {
        assertThat(app.send(app.json("/lower", large())).statusCode()).isEqualTo(400);
        assertThat(app.get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(app.log()).doesNotContain("OutOfMemory").doesNotContain("trace ");
    }

    @Test
    void someAreTakenTheOthersAreToldToComeLater() throws Exception {
        assertThat(statusesOfAll(large())).isSubsetOf(400, 429).contains(400);
        assertStillAnswers();
    }

    @Test
    void whatIsSmallWhenCompressedCountsAsWhatItBecomes() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(large());
        }
        assertThat(packed.size()).isLessThan(1 << 16);
        assertThat(statusesOfAll(packed.toByteArray(), "Content-Encoding", "gzip"))
                .isSubsetOf(400, 429)
                .contains(400);
        assertStillAnswers();
    }
}
