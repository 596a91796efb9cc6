package dev.dormouse.functions;

import com.sun.management.ThreadMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** What this thread allocates from a moment on: on the heap, and in direct buffers, where no other thread makes any. */
final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final BufferPoolMXBean DIRECT = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .findFirst()
            .orElseThrow();

    private final long beside = DIRECT.getMemoryUsed();
    private final long heap = THREADS.getCurrentThreadAllocatedBytes();
    private final long start = THREADS.getCurrentThreadCpuTime();

    private Allocation() {}

    static Allocation start() {
        return new Allocation();
    }

    /** Buffers that were freed meanwhile are not counted. */
    long bytes() {
        return THREADS.getCurrentThreadAllocatedBytes() - heap + Math.max(0, DIRECT.getMemoryUsed() - beside);
    }

    /** The processor time since. */
    long nanos() {
        return THREADS.getCurrentThreadCpuTime() - start;
    }
}
