package dev.dormouse.engine;

import dev.dormouse.plan.Plan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who runs next. A run begins when a request waits and a place is free, and takes along all that wait by then and are
 * good company; so batches grow with the load, and nothing is delayed to make them. Runs beyond the places only take
 * from each other, so they begin only when a request has waited long: those that run may be waiting for something else.
 */
final class Turns {
    /** Much longer than a run that computes while others wait. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Request> waiting = new ArrayDeque<>();
    private final int room;
    private final int places;
    private final Limits limits;
    private int running;

    /**
     * Bounds of a plan.
     *
     * @param concurrency runs at once
     * @param maxRows rows in a batch, 1 for no batching
     * @param patienceNanos how long a request waits for a place; without batching it does not
     */
    record Limits(int concurrency, int maxRows, long patienceNanos) {
        static Limits of(Plan.Execution execution, int processors) {
            int concurrency = execution.scale().concurrency();
            boolean joins = execution.batchDim().isPresent();
            long delay = execution
                    .batching()
                    .map(batching -> TimeUnit.MICROSECONDS.toNanos(batching.maxDelayMicros()))
                    .orElse(0L);
            return new Limits(
                    concurrency > 0 ? concurrency : processors,
                    joins ? execution.batching().map(Plan.Batching::maxSize).orElse(1) : 1,
                    Math.max(PATIENCE_NANOS, delay));
        }
    }

    Turns(int room, int places, Limits limits) {
        this.room = room;
        this.places = Math.min(places, limits.concurrency());
        this.limits = limits;
    }

    /** Begins a run of a request that comes just now, if it need not wait; {@link #leave} ends it. */
    boolean enter() {
        lock.lock();
        try {
            if (!waiting.isEmpty() || running >= places) {
                return false;
            }
            running++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Puts a request at the end of those that wait, if there is room. */
    boolean offer(Request request) {
        lock.lock();
        try {
            if (waiting.size() >= room) {
                return false;
            }
            waiting.add(request);
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Begins the next run, when it is time; {@link #leave} ends it. */
    List<Request> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!isTime()) {
                Request first = waiting.peek();
                if (first == null || running >= limits.concurrency()) {
                    changed.await();
                } else {
                    long waited = System.nanoTime() - first.since();
                    changed.await(limits.patienceNanos() - waited, TimeUnit.NANOSECONDS);
                }
            }
            running++;
            List<Request> batch = gather(waiting.remove());
            if (!waiting.isEmpty()) {
                changed.signal();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private boolean isTime() {
        Request first = waiting.peek();
        if (first == null || running >= limits.concurrency()) {
            return false;
        }
        return running < places || limits.maxRows() <= 1 || System.nanoTime() - first.since() >= limits.patienceNanos();
    }

    private List<Request> gather(Request first) {
        if (limits.maxRows() <= 1
                || waiting.isEmpty()
                || first.lone().isPresent()
                || !Batch.joinable(first.inputs(), first.inputs())) {
            return List.of(first);
        }
        List<Request> batch = new ArrayList<>();
        batch.add(first);
        Company company = new Company(first.inputs(), limits.maxRows());
        for (Request next = waiting.peek();
                next != null && next.lone().isEmpty() && company.hasRoom() && company.add(next.inputs());
                next = waiting.peek()) {
            batch.add(waiting.remove());
        }
        return batch;
    }

    /** Ends a run. */
    void leave() {
        lock.lock();
        try {
            running--;
            if (!waiting.isEmpty()) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes away all that wait. */
    List<Request> clear() {
        lock.lock();
        try {
            List<Request> all = List.copyOf(waiting);
            waiting.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }
}
