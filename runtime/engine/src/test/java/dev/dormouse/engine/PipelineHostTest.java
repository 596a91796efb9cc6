package dev.dormouse.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.step.Step;
import dev.dormouse.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PipelineHostTest {
    private static final Plan.Scale ONE_AT_A_TIME = new Plan.Scale(0, 1, 1);
    private static final Plan.Batching EIGHT = new Plan.Batching(8, 2000);

    /** Blocks every run until it is opened, and counts. */
    private static final class Gate implements Step {
        final CountDownLatch open = new CountDownLatch(1);
        final CountDownLatch entered = new CountDownLatch(1);
        final AtomicInteger runs = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();

        @Override
        public Tensor[] run(Tensor[] inputs) throws Exception {
            entered.countDown();
            runs.incrementAndGet();
            if (!open.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test never opened the gate");
            }
            if (TestPlans.floats(inputs[0])[0] < 0) {
                throw PipelineException.invalidInput("negative");
            }
            return TestPlans.doubled(inputs);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private static PipelineHost host(Step step, Optional<Plan.Batching> batching, int queue) {
        return PipelineHost.start(
                TestPlans.open(TestPlans.plan(ONE_AT_A_TIME, batching, List.of()), step), new HostOptions(queue));
    }

    private static CompletableFuture<Map<String, Tensor>> submit(PipelineHost host, float... values) {
        return host.submit(TestPlans.inputs(values)).toCompletableFuture();
    }

    @Test
    void refusesWhatTheQueueCannotHoldAndAnswersWhatItAccepted() throws Exception {
        Gate gate = new Gate();
        try (PipelineHost host = host(gate, Optional.empty(), 2)) {
            var first = submit(host, 1);
            gate.entered.await();
            var second = submit(host, 2);
            var third = submit(host, 3);
            var fourth = submit(host, 4);
            assertThatThrownBy(fourth::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            PipelineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED));
            gate.open.countDown();
            assertThat(TestPlans.floats(first.join().get("y"))).containsExactly(2);
            assertThat(TestPlans.floats(second.join().get("y"))).containsExactly(4);
            assertThat(TestPlans.floats(third.join().get("y"))).containsExactly(6);
        }
    }

    @Test
    void joinsWaitingRequestsAndCutsTheirAnswers() throws Exception {
        Gate gate = new Gate();
        try (PipelineHost host = host(gate, Optional.of(EIGHT), 64)) {
            var first = submit(host, 1);
            gate.entered.await();
            List<CompletableFuture<Map<String, Tensor>>> waiting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                waiting.add(submit(host, i, i + 10));
            }
            gate.open.countDown();
            first.join();
            for (int i = 0; i < 4; i++) {
                assertThat(TestPlans.floats(waiting.get(i).join().get("y"))).containsExactly(2 * i, 2 * i + 20);
            }
            assertThat(gate.runs).hasValue(2);
        }
    }

    /** With a delay of ten seconds, one wait for company would be more than the test's whole time. */
    @Test
    void aClientThatSendsOneAfterTheOtherNeverWaits() {
        Plan.Scale four = new Plan.Scale(0, 1, 4);
        Optional<Plan.Batching> patient = Optional.of(new Plan.Batching(8, 10_000_000));
        Pipeline pipeline = TestPlans.open(TestPlans.plan(four, patient, List.of()), TestPlans::doubled);
        long start = System.nanoTime();
        try (PipelineHost host = PipelineHost.start(pipeline, HostOptions.DEFAULT)) {
            for (int i = 0; i < 2000; i++) {
                submit(host, i).join();
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void runsOnTheCallersThreadWhileAPlaceIsFree() {
        List<Thread> threads = new ArrayList<>();
        Step step = inputs -> {
            threads.add(Thread.currentThread());
            return TestPlans.doubled(inputs);
        };
        try (PipelineHost host = host(step, Optional.empty(), 8)) {
            host.call(TestPlans.inputs(1)).toCompletableFuture().join();
            host.submit(TestPlans.inputs(1)).toCompletableFuture().join();
        }
        assertThat(threads.get(0)).isSameAs(Thread.currentThread());
        assertThat(threads.get(1)).isNotSameAs(Thread.currentThread());
    }

    @Test
    void oneRequestsMistakeIsNotTheOthers() throws Exception {
        Gate gate = new Gate();
        try (PipelineHost host = host(gate, Optional.of(EIGHT), 64)) {
            var first = submit(host, 1);
            gate.entered.await();
            var bad = submit(host, -1);
            var good = submit(host, 3);
            gate.open.countDown();
            first.join();
            assertThatThrownBy(bad::join).hasMessageContaining("negative");
            assertThat(TestPlans.floats(good.join().get("y"))).containsExactly(6);
        }
    }

    @Test
    void drainAnswersWhatWasAcceptedAndRefusesTheRest() throws Exception {
        Gate gate = new Gate();
        PipelineHost host = host(gate, Optional.empty(), 8);
        var running = submit(host, 1);
        gate.entered.await();
        var queued = submit(host, 2);
        CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> host.drain(Duration.ofSeconds(20)));
        while (host.state() == PipelineHost.State.READY) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(submit(host, 3)::join)
                .cause()
                .isInstanceOfSatisfying(
                        PipelineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        gate.open.countDown();
        assertThat(TestPlans.floats(running.join().get("y"))).containsExactly(2);
        assertThat(TestPlans.floats(queued.join().get("y"))).containsExactly(4);
        drained.join();
        assertThat(host.state()).isEqualTo(PipelineHost.State.CLOSED);
    }

    @Test
    void drainGivesUpAtItsLimitAndSaysSoToWhoWaits() throws Exception {
        Gate gate = new Gate();
        PipelineHost host = host(gate, Optional.empty(), 8);
        var running = submit(host, 1);
        gate.entered.await();
        var queued = submit(host, 2);
        host.drain(Duration.ofMillis(50));
        assertThatThrownBy(queued::join).hasMessageContaining("shut down before the request's turn");
        assertThatThrownBy(running::join).hasMessageContaining("step 'work' failed");
        assertThat(gate.runs).hasValue(1);
    }

    @Test
    void closeFailsWhatWaitsAndMayBeCalledAgain() throws Exception {
        Gate gate = new Gate();
        PipelineHost host = host(gate, Optional.empty(), 8);
        submit(host, 1);
        gate.entered.await();
        var queued = submit(host, 2);
        host.close();
        assertThatThrownBy(queued::join)
                .cause()
                .isInstanceOfSatisfying(
                        PipelineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        host.drain(Duration.ofSeconds(20));
        host.close();
        assertThat(host.state()).isEqualTo(PipelineHost.State.CLOSED);
        assertThat(gate.closed).hasValue(1);
    }

    @Test
    void aStepIsNotClosedWhileItRunsEvenIfItHeedsNoInterrupt() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        AtomicBoolean open = new AtomicBoolean();
        AtomicBoolean running = new AtomicBoolean();
        AtomicBoolean closedUnderARun = new AtomicBoolean();
        Step deaf = new Step() {
            @Override
            public Tensor[] run(Tensor[] inputs) {
                running.set(true);
                entered.countDown();
                while (!open.get()) {
                    Thread.onSpinWait();
                }
                running.set(false);
                return TestPlans.doubled(inputs);
            }

            @Override
            public void close() {
                closedUnderARun.set(running.get());
            }
        };
        PipelineHost host = host(deaf, Optional.empty(), 8);
        var answer = submit(host, 1);
        entered.await();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(host::close);
        while (host.state() != PipelineHost.State.CLOSED) {
            Thread.onSpinWait();
        }
        open.set(true);
        closed.join();
        assertThat(TestPlans.floats(answer.join().get("y"))).containsExactly(2);
        assertThat(closedUnderARun).isFalse();
    }

    @Test
    void aStepIsNotClosedUnderARunOnTheCallersThreadEither() throws Exception {
        Gate gate = new Gate();
        PipelineHost host = host(gate, Optional.empty(), 8);
        var called = CompletableFuture.supplyAsync(() -> host.call(TestPlans.inputs(1)))
                .thenCompose(answer -> answer);
        gate.entered.await();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(host::close);
        while (host.state() != PipelineHost.State.CLOSED) {
            Thread.onSpinWait();
        }
        assertThat(gate.closed).hasValue(0);
        gate.open.countDown();
        closed.join();
        assertThat(gate.closed).hasValue(1);
        assertThat(TestPlans.floats(called.join().get("y"))).containsExactly(2);
        assertThatThrownBy(host.call(TestPlans.inputs(1)).toCompletableFuture()::join)
                .hasMessageContaining("shutting down");
    }

    @Test
    void noFailureEndsAWorker() {
        Step failing = inputs -> {
            float value = TestPlans.floats(inputs[0])[0];
            if (value == 1) {
                throw new StackOverflowError("deep");
            }
            if (value == 2) {
                Thread.currentThread().interrupt();
            }
            return value == 3 ? new Tensor[0] : TestPlans.doubled(inputs);
        };
        try (PipelineHost host = host(failing, Optional.of(EIGHT), 8)) {
            assertThatThrownBy(submit(host, 1)::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            PipelineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
            submit(host, 2).join();
            assertThatThrownBy(submit(host, 3)::join).hasMessageContaining("step 'work' failed");
            assertThat(TestPlans.floats(submit(host, 4).join().get("y"))).containsExactly(8);
        }
    }

    @Test
    void everyRequestOfManyThreadsIsAnsweredAlthoughTheHostClosesMeanwhile() {
        PipelineHost host = host(TestPlans::doubled, Optional.of(EIGHT), 4);
        List<CompletableFuture<Map<String, Tensor>>> answers = IntStream.range(0, 4000)
                .parallel()
                .mapToObj(i -> {
                    if (i == 2500) {
                        host.close();
                    }
                    return submit(host, i);
                })
                .toList();
        for (int i = 0; i < answers.size(); i++) {
            try {
                assertThat(TestPlans.floats(answers.get(i).join().get("y"))).containsExactly(2f * i);
            } catch (CompletionException e) {
                assertThat(((PipelineException) e.getCause()).code()).isIn(ErrorCode.OVERLOADED, ErrorCode.UNAVAILABLE);
            }
        }
    }

    @Test
    void warmsUpWithTheExamplesAndRefusesToStartWhenOneIsWrong() {
        Plan.Example right = new Plan.Example(Map.of("x", List.of(1.0, 2.0)), Map.of("y", List.of(2.0, 4.0)), 1e-6);
        Plan.Example wrong = new Plan.Example(Map.of("x", List.of(1.0)), Map.of("y", List.of(3.0)), 1e-6);
        Plan good = TestPlans.plan(ONE_AT_A_TIME, Optional.empty(), List.of(right));
        PipelineHost.start(TestPlans.open(good, TestPlans::doubled), HostOptions.DEFAULT)
                .close();
        Plan bad = TestPlans.plan(ONE_AT_A_TIME, Optional.empty(), List.of(right, wrong));
        assertThatThrownBy(() -> PipelineHost.start(TestPlans.open(bad, TestPlans::doubled), HostOptions.DEFAULT))
                .isInstanceOf(BundleException.class)
                .hasMessage("example 2: output 'y' is 2.0, the example says 3.0");
    }

    @Test
    void waitsForAServerThatAStepCallsButForNothingElse() {
        Plan.Example right = new Plan.Example(Map.of("x", List.of(1.0)), Map.of("y", List.of(2.0)), 1e-6);
        Plan plan = TestPlans.plan(ONE_AT_A_TIME, Optional.empty(), List.of(right));
        AtomicInteger tries = new AtomicInteger();
        Pipeline pipeline = TestPlans.open(plan, x -> {
            if (tries.incrementAndGet() < 3) {
                throw new PipelineException(ErrorCode.UPSTREAM_TIMEOUT, "it did not answer");
            }
            return TestPlans.doubled(x);
        });
        List<String> told = new ArrayList<>();
        PipelineHost.start(pipeline, HostOptions.DEFAULT, failure -> told.add(failure.getMessage()))
                .close();
        assertThat(told).hasSize(2).allMatch(message -> message.startsWith("example 1 fails: "));
        Pipeline failing = TestPlans.open(plan, x -> {
            throw new PipelineException(ErrorCode.BAD_UPSTREAM, "it answered 500");
        });
        assertThatThrownBy(() -> PipelineHost.start(failing, HostOptions.DEFAULT, failure -> told.add("")))
                .isInstanceOf(BundleException.class);
        assertThat(told).hasSize(2);
    }

    @Test
    void whatNobodyWaitsForWhenItsTurnComesIsNotStarted() throws Exception {
        for (Optional<Plan.Batching> batching : List.of(Optional.<Plan.Batching>empty(), Optional.of(EIGHT))) {
            Gate gate = new Gate();
            AtomicBoolean givenUp = new AtomicBoolean();
            try (PipelineHost host = host(gate, batching, 8)) {
                var running = host.submit(TestPlans.inputs(1), givenUp::get).toCompletableFuture();
                gate.entered.await();
                var given = List.of(
                        host.submit(TestPlans.inputs(2), givenUp::get).toCompletableFuture(),
                        host.submit(TestPlans.inputs(3), givenUp::get).toCompletableFuture());
                var waiting = submit(host, 4);
                givenUp.set(true);
                gate.open.countDown();
                assertThat(TestPlans.floats(running.join().get("y"))).containsExactly(2);
                assertThat(TestPlans.floats(waiting.join().get("y"))).containsExactly(8);
                for (var request : given) {
                    assertThatThrownBy(request::join)
                            .cause()
                            .isInstanceOfSatisfying(
                                    PipelineException.class,
                                    e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED));
                }
                assertThat(gate.runs).hasValue(2);
            }
        }
    }
}
