package dev.dormouse.functions;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The JVM's memory, threads, classes and collections, under the names that Micrometer gives them; asked only when read. */
final class JvmMetrics {
    private JvmMetrics() {}

    static void write(MetricText text) {
        memory(text);
        buffers(text);
        threads(text);
        classes(text);
        collections(text);
        text.counter("jvm_info", "JVM version info")
                .sample(
                        "jvm_info_total",
                        1,
                        "runtime",
                        System.getProperty("java.runtime.name", "unknown"),
                        "vendor",
                        System.getProperty("java.vm.vendor", "unknown"),
                        "version",
                        System.getProperty("java.runtime.version", "unknown"));
    }

    private static void memory(MetricText text) {
        pools(text, "jvm_memory_used_bytes", "The amount of used memory", MemoryUsage::getUsed);
        pools(
                text,
                "jvm_memory_committed_bytes",
                "The amount of memory in bytes that is committed for the Java virtual machine to use",
                MemoryUsage::getCommitted);
        pools(
                text,
                "jvm_memory_max_bytes",
                "The maximum amount of memory in bytes that can be used for memory management",
                MemoryUsage::getMax);
    }

    private static void pools(MetricText text, String name, String help, ToLongFunction<MemoryUsage> value) {
        text.gauge(name, help);
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pool.getUsage();
            if (usage != null) {
                String area = pool.getType() == MemoryType.HEAP ? "heap" : "nonheap";
                text.sample(name, value.applyAsLong(usage), "area", area, "id", pool.getName());
            }
        }
    }

    private static void buffers(MetricText text) {
        buffers(
                text,
                "jvm_buffer_count_buffers",
                "An estimate of the number of buffers in the pool",
                BufferPoolMXBean::getCount);
        buffers(
                text,
                "jvm_buffer_memory_used_bytes",
                "An estimate of the memory that the Java virtual machine is using for this buffer pool",
                BufferPoolMXBean::getMemoryUsed);
        buffers(
                text,
                "jvm_buffer_total_capacity_bytes",
                "An estimate of the total capacity of the buffers in this pool",
                BufferPoolMXBean::getTotalCapacity);
    }

    private static void buffers(MetricText text, String name, String help, ToDoubleFunction<BufferPoolMXBean> value) {
        text.gauge(name, help);
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            text.sample(name, value.applyAsDouble(pool), "id", pool.getName());
        }
    }

    private static void threads(MetricText text) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        text.gauge(
                "jvm_threads_live_threads",
                "The current number of live threads including both daemon and non-daemon threads",
                threads.getThreadCount());
        text.gauge(
                "jvm_threads_daemon_threads",
                "The current number of live daemon threads",
                threads.getDaemonThreadCount());
        text.gauge(
                "jvm_threads_peak_threads",
                "The peak live thread count since the Java virtual machine started or peak was reset",
                threads.getPeakThreadCount());
        text.counter(
                "jvm_threads_started_threads",
                "The total number of application threads started in the JVM",
                threads.getTotalStartedThreadCount());
        List<Thread.State> states = Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(Objects::nonNull)
                .map(ThreadInfo::getThreadState)
                .toList();
        text.gauge("jvm_threads_states_threads", "The current number of threads");
        for (Thread.State state : Thread.State.values()) {
            String name = state.name().toLowerCase(Locale.ROOT).replace('_', '-');
            long count = states.stream().filter(state::equals).count();
            text.sample("jvm_threads_states_threads", count, "state", name);
        }
    }

    private static void classes(MetricText text) {
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        text.gauge(
                "jvm_classes_loaded_classes",
                "The number of classes that are currently loaded in the Java virtual machine",
                classes.getLoadedClassCount());
        text.counter(
                "jvm_classes_loaded_count_classes",
                "The number of classes loaded in the Java virtual machine",
                classes.getTotalLoadedClassCount());
        text.counter(
                "jvm_classes_unloaded_classes",
                "The number of classes unloaded in the Java virtual machine",
                classes.getUnloadedClassCount());
    }

    private static void collections(MetricText text) {
        text.summary("jvm_gc_pause_seconds", "Collections and the time spent in them");
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            text.sample("jvm_gc_pause_seconds_count", collector.getCollectionCount(), "gc", collector.getName());
            text.sample("jvm_gc_pause_seconds_sum", collector.getCollectionTime() / 1000.0, "gc", collector.getName());
        }
    }
}
