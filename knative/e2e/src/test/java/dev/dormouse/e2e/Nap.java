package dev.dormouse.e2e;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * One function that is put to sleep and woken by a burst, again and again. The platform puts it to sleep by itself, as its
 * window is short; nothing is deleted or scaled by hand. Between two naps single requests come at odd moments, some of
 * them just when the last pod is told to end.
 */
final class Nap implements Callable<Nap.Record> {
    /** What came of it, with the milliseconds to the first answer of each burst that was answered by a pod made for it. */
    record Record(int requests, Map<String, Integer> otherThan200, List<Long> wakeUps) {}

    private final Function function;
    private final String body;
    private final int wanted;
    private final int burst;
    private final Random random;

    private int requests;
    private final Map<String, Integer> otherThan200 = new TreeMap<>();
    private final List<Long> wakeUps = new ArrayList<>();

    /** @param wanted wake-ups; a burst that a pod from before has answered is none, and is made up for */
    Nap(Function function, String body, int wanted, int burst, long seed) {
        this.function = function;
        this.body = body;
        this.wanted = wanted;
        this.burst = burst;
        this.random = new Random(seed);
    }

    @Override
    public Record call() throws Exception {
        for (int nap = 0; wakeUps.size() < wanted && nap < 2 * wanted; nap++) {
            function.awaitSleep();
            Set<String> before = function.podIds();
            long first = wake();
            if (!before.containsAll(function.podIds())) {
                wakeUps.add(first);
            }
            if (nap % 2 == 0) {
                disturb();
            }
        }
        return new Record(requests, otherThan200, wakeUps);
    }

    /** Sends the burst at once; gives the milliseconds until its first answer. */
    private long wake() {
        long begun = System.nanoTime();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < burst; i++) {
            answers.add(function.sendLater(function.json(body)));
        }
        CompletableFuture.anyOf(answers.toArray(new CompletableFuture<?>[0]))
                .handle((answer, failure) -> null)
                .join();
        long first = (System.nanoTime() - begun) / 1_000_000;
        answers.forEach(this::count);
        return first;
    }

    /** One request about when the platform decides to take the pod away. */
    private void disturb() throws InterruptedException {
        Thread.sleep(5_500 + random.nextInt(4_000));
        count(function.sendLater(function.json(body)));
    }

    private void count(CompletableFuture<HttpResponse<String>> later) {
        requests++;
        String outcome = later.handle((answer, failure) -> failure != null
                        ? failure.toString()
                        : answer.statusCode() == 200 ? "" : answer.statusCode() + " " + answer.body())
                .join();
        if (!outcome.isEmpty()) {
            otherThan200.merge(outcome, 1, Integer::sum);
        }
    }
}
