package dev.dormouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pushed, asleep at zero, woken by whatever comes first. */
@Tag("e2e")
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class WakeUpIT {
    @TempDir
    private static Path folder;

    private static Cluster cluster;
    private static Function sentiment;

    @BeforeAll
    static void push() throws Exception {
        cluster = Cluster.join(WakeUpIT.class);
        sentiment = Pipelines.push(cluster, Pipelines.copy("sentiment-en", folder, "sentiment"));
    }

    @AfterAll
    static void leave() {
        cluster.close();
    }

    @Test
    void answersOnceItIsPushed() throws Exception {
        HttpResponse<String> answer = sentiment.post(Pipelines.TEXT);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("positive");
    }

    @Test
    void wakesByHttp() throws Exception {
        assertPositive("HTTP", sentiment.json(Pipelines.TEXT));
    }

    @Test
    void wakesByABinaryEvent() throws Exception {
        String id = UUID.randomUUID().toString();
        HttpResponse<String> answer = assertPositive(
                "a binary event",
                sentiment
                        .request("/sentiment")
                        .headers("ce-id", id, "ce-type", "review", "ce-source", "/e2e", "ce-specversion", "1.0")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(Pipelines.TEXT))
                        .build());
        assertThat(answer.headers().firstValue("ce-type")).contains("dev.dormouse.sentiment");
        assertThat(answer.headers().firstValue("ce-id")).isPresent();
    }

    @Test
    void wakesByAStructuredEvent() throws Exception {
        String event = "{\"id\": \"" + UUID.randomUUID() + "\", \"type\": \"review\", \"source\": \"/e2e\", "
                + "\"specversion\": \"1.0\", \"datacontenttype\": \"application/json\", \"data\": " + Pipelines.TEXT
                + "}";
        assertPositive(
                "a structured event",
                sentiment
                        .request("/sentiment")
                        .header("Content-Type", "application/cloudevents+json")
                        .POST(HttpRequest.BodyPublishers.ofString(event))
                        .build());
    }

    private static HttpResponse<String> assertPositive(String what, HttpRequest request) throws Exception {
        sentiment.awaitSleep();
        Set<String> before = sentiment.podIds();
        long begun = System.nanoTime();
        HttpResponse<String> answer = sentiment.send(request);
        System.out.printf("woken by %s in %d ms%n", what, (System.nanoTime() - begun) / 1_000_000);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("positive");
        assertThat(before.containsAll(sentiment.podIds()))
                .as("a pod from before has answered")
                .isFalse();
        return answer;
    }
}
