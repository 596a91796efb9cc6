package dev.dormouse.functions;

import dev.dormouse.engine.StepListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often and how long each step ran: counted without a metrics library, which need not be there at warm-up. */
final class StepTimes implements StepListener {
    private final Map<String, Times> steps = new ConcurrentHashMap<>();

    /** Runs, failures, requests in which it did not run, and nanoseconds of one step. */
    record Times(LongAdder runs, LongAdder failures, LongAdder skips, LongAdder nanos) {
        Times() {
            this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
        }
    }

    @Override
    public void onStep(String step, long nanos, boolean failed) {
        Times times = of(step);
        times.runs().increment();
        times.nanos().add(nanos);
        if (failed) {
            times.failures().increment();
        }
    }

    @Override
    public void onSkip(String step) {
        of(step).skips().increment();
    }

    Times of(String step) {
        return steps.computeIfAbsent(step, name -> new Times());
    }
}
