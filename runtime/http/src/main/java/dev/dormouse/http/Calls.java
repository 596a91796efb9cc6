package dev.dormouse.http;

import dev.dormouse.http.ModelServer.Reply;
import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import io.smallrye.faulttolerance.api.TypedGuard;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/** Retries and a circuit breaker around the calls to one server. */
final class Calls {
    private static final long FIRST_WAIT_MILLIS = 50;
    private static final int MOST_DOUBLINGS = 6;

    private final String url;
    private final Breaker breaker;
    private final TypedGuard<Reply> guard;

    private Calls(String url, Breaker breaker, TypedGuard<Reply> guard) {
        this.url = url;
        this.breaker = breaker;
        this.guard = guard;
    }

    /**
     * When calls stop for a while.
     *
     * @param calls of so many last ones
     * @param pause how long nothing is called, before one call tries again
     */
    record Breaker(int calls, Duration pause) {
        static final Breaker USUAL = new Breaker(10, Duration.ofSeconds(5));
    }

    /** At most so many retries within the time; after a half of the last calls failed, none for a while. */
    static Calls guarding(String url, int retries, Duration timeout, Breaker breaker) {
        return new Calls(url, breaker, seeingItsOwn(() -> guard(retries, timeout, breaker)));
    }

    /** The library looks for its parts by the thread's class loader, some of them only at the first call. */
    private static <T, E extends Exception> T seeingItsOwn(Code<T, E> code) throws E {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Calls.class.getClassLoader());
        try {
            return code.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private interface Code<T, E extends Exception> {
        T run() throws E;
    }

    private static TypedGuard<Reply> guard(int retries, Duration timeout, Breaker breaker) {
        TypedGuard.Builder<Reply> builder = TypedGuard.create(Reply.class)
                .withCircuitBreaker()
                .when(failure -> failure instanceof UpstreamFailure known && known.isServersFault())
                .requestVolumeThreshold(breaker.calls())
                .failureRatio(0.5)
                .delay(breaker.pause().toMillis(), ChronoUnit.MILLIS)
                .done();
        return retries == 0
                ? builder.build()
                : builder.withRetry()
                        .maxRetries(retries)
                        .maxDuration(timeout.toMillis(), ChronoUnit.MILLIS)
                        .jitter(0, ChronoUnit.MILLIS)
                        .whenException(failure -> failure instanceof UpstreamFailure known && known.isRetryable())
                        .withCustomBackoff()
                        .strategy(Backoff::new)
                        .done()
                        .done()
                        .build();
    }

    /**
     * Calls, again where that may help.
     *
     * @throws PipelineException if it did not
     */
    Reply call(Callable<Reply> once) throws Exception {
        try {
            return seeingItsOwn(() -> guard.call(once));
        } catch (UpstreamFailure e) {
            throw new PipelineException(e.code(), String.valueOf(e.getMessage()), e);
        } catch (CircuitBreakerOpenException e) {
            throw new PipelineException(
                    ErrorCode.UPSTREAM_UNAVAILABLE,
                    url + " is not called for " + breaker.pause().toMillis() + " ms: at least half of the last "
                            + breaker.calls() + " calls failed",
                    e);
        }
    }

    /** As long as the server asks; else 50 ms, doubled each time, and up to half of that more so that callers spread. */
    private static final class Backoff implements CustomBackoffStrategy {
        private int tries;

        @Override
        public long nextDelayInMillis(Throwable failure) {
            long usual = FIRST_WAIT_MILLIS << Math.min(tries++, MOST_DOUBLINGS);
            long spread = ThreadLocalRandom.current().nextLong(usual / 2);
            return failure instanceof UpstreamFailure known
                    ? known.after().map(Duration::toMillis).orElse(usual + spread)
                    : usual + spread;
        }
    }
}
