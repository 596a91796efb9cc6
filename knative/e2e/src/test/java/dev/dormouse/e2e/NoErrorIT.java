package dev.dormouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** A wake-up is never an error, and a pod that is told to end answers what it accepted; what a killed container costs is bounded. */
@Tag("e2e")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class NoErrorIT {
    private static final int FUNCTIONS = 4;
    private static final int NAPS = 5;
    private static final int BURST = 50;

    @TempDir
    private static Path folder;

    private static Cluster cluster;
    private static final List<Function> functions = new ArrayList<>();

    @BeforeAll
    static void push() throws Exception {
        cluster = Cluster.join(NoErrorIT.class);
        for (int i = 0; i < FUNCTIONS; i++) {
            functions.add(Pipelines.push(cluster, Pipelines.copy("wine", folder, "wine-" + i)));
        }
    }

    @AfterAll
    static void leave() {
        cluster.close();
    }

    @Test
    void aThousandRequestsOverTwentyWakeUpsGetNothingBut200() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(FUNCTIONS);
        try {
            List<Nap> naps = new ArrayList<>();
            for (int i = 0; i < FUNCTIONS; i++) {
                naps.add(new Nap(functions.get(i), Pipelines.WINE_REQUEST, NAPS, BURST, i));
            }
            int wakeUps = 0;
            int requests = 0;
            for (Future<Nap.Record> later : threads.invokeAll(naps)) {
                Nap.Record record = later.get();
                System.out.println(record);
                assertThat(record.otherThan200()).isEmpty();
                wakeUps += record.wakeUps().size();
                requests += record.requests();
            }
            assertThat(wakeUps).isGreaterThanOrEqualTo(20);
            assertThat(requests).isGreaterThanOrEqualTo(1000);
        } finally {
            threads.shutdownNow();
        }
    }

    /** As kubectl delete pod does it, or a node that is drained: SIGTERM first. */
    @Test
    void aPodThatIsDeletedUnderLoadLosesNothing() throws Exception {
        Function function = functions.get(0);
        assertThat(function.post(Pipelines.WINE_REQUEST).statusCode()).isEqualTo(200);
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<String>>> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                clients.add(threads.submit(() -> sendUntil(function, enough)));
            }
            for (int deleted = 0; deleted < 2; deleted++) {
                Pod pod = aReadyPod(function);
                cluster.client().resource(pod).delete();
                Function.await(
                        () -> function.pods().stream().anyMatch(other -> isReady(other) && !same(other, pod)),
                        "no other pod comes up");
            }
            enough.set(true);
            List<String> outcomes = new ArrayList<>();
            for (Future<List<String>> client : clients) {
                outcomes.addAll(client.get());
            }
            System.out.printf("%d requests while two pods were deleted%n", outcomes.size());
            assertThat(outcomes).hasSizeGreaterThan(20).containsOnly("200");
        } finally {
            enough.set(true);
            threads.shutdownNow();
        }
    }

    /**
     * Out of memory, say: SIGKILL, no warning. What it had taken is lost, and nobody on the way sends it again: neither
     * Kourier nor Knative retries a request whose connection broke. But each request is answered, by 200 or by 502, none hangs,
     * and once the container runs again there are no more errors. The pod stays, with Knative's proxy in it.
     */
    @Test
    @EnabledIfEnvironmentVariable(named = Node.SOCKET, matches = ".+", disabledReason = Node.WHY_NOT)
    void aContainerThatIsKilledUnderLoadLosesWhatItHadAndNoMore() throws Exception {
        Function function = functions.get(1);
        assertThat(function.post(Pipelines.WINE_REQUEST).statusCode()).isEqualTo(200);
        Pod pod = aReadyPod(function);
        int clients = 4;
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Future<List<Answer>>> asking = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                asking.add(threads.submit(() -> timedUntil(function, enough)));
            }
            TimeUnit.MILLISECONDS.sleep(500); // all of them are at it
            long killed = System.nanoTime();
            Node.kill(pod);
            Function.await(
                    () -> function.pods().stream()
                            .anyMatch(other ->
                                    same(other, pod) && Node.container(other).getRestartCount() == 1 && isReady(other)),
                    "the container is not started again in its pod");
            long running = System.nanoTime();
            TimeUnit.SECONDS.sleep(1);
            enough.set(true);
            List<Answer> answers = new ArrayList<>();
            for (Future<List<Answer>> client : asking) {
                answers.addAll(client.get());
            }
            List<Answer> lost =
                    answers.stream().filter(answer -> answer.status() != 200).toList();
            System.out.printf(
                    "a killed container: %d requests, %d answered 502, over %d ms; ready again after %d ms%n",
                    answers.size(),
                    lost.size(),
                    lost.stream()
                            .mapToLong(answer -> (answer.at() - killed) / 1_000_000)
                            .max()
                            .orElse(0),
                    (running - killed) / 1_000_000);
            assertThat(answers)
                    .hasSizeGreaterThan(20)
                    .extracting(Answer::status)
                    .containsOnly(200, 502);
            assertThat(lost).allMatch(answer -> answer.at() >= killed && answer.at() <= running);
        } finally {
            enough.set(true);
            threads.shutdownNow();
        }
    }

    /** A status, and when it came. */
    private record Answer(int status, long at) {}

    /** As a client that asks again a tenth of a second after an error. */
    private static List<Answer> timedUntil(Function function, AtomicBoolean enough) throws Exception {
        List<Answer> answers = new ArrayList<>();
        while (!enough.get()) {
            int status = function.post(Pipelines.WINE_REQUEST).statusCode();
            answers.add(new Answer(status, System.nanoTime()));
            if (status != 200) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        return answers;
    }

    private static List<String> sendUntil(Function function, AtomicBoolean enough) {
        List<String> outcomes = new ArrayList<>();
        while (!enough.get()) {
            try {
                HttpResponse<String> answer = function.post(Pipelines.WINE_REQUEST);
                outcomes.add(answer.statusCode() == 200 ? "200" : answer.statusCode() + " " + answer.body());
            } catch (Exception e) {
                outcomes.add(e.toString());
            }
        }
        return outcomes;
    }

    private static Pod aReadyPod(Function function) throws InterruptedException {
        Function.await(() -> function.pods().stream().anyMatch(NoErrorIT::isReady), "no pod is ready");
        return function.pods().stream().filter(NoErrorIT::isReady).findFirst().orElseThrow();
    }

    private static boolean same(Pod one, Pod other) {
        return one.getMetadata().getUid().equals(other.getMetadata().getUid());
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }
}
