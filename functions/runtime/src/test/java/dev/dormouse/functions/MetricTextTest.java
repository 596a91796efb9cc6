package dev.dormouse.functions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricTextTest {
    @Test
    void isPrometheusText() {
        assertThat(written(false))
                .isEqualTo("# HELP runs_total Runs of a step\n# TYPE runs_total counter\n"
                        + "runs_total{pipeline=\"a\",step=\"say \\\"b\\\" \\\\ c\\n\"} 3.0\n"
                        + "# HELP size Bytes\n# TYPE size gauge\nsize -1.0\n");
    }

    @Test
    void openMetricsNamesTheFamilyAndEndsWithAMark() {
        assertThat(written(true))
                .startsWith("# HELP runs Runs of a step\n# TYPE runs counter\nruns_total{")
                .endsWith("size -1.0\n# EOF\n");
    }

    @Test
    void theJvmTellsMemoryThreadsAndCollections() {
        MetricText text = new MetricText(false);
        JvmMetrics.write(text);
        assertThat(text.toString())
                .containsPattern("jvm_memory_used_bytes\\{area=\"heap\",id=\"[^\"]+\"} [1-9]")
                .containsPattern("jvm_threads_live_threads [1-9]")
                .containsPattern("jvm_gc_pause_seconds_count\\{gc=\"[^\"]+\"} [0-9]")
                .containsPattern("jvm_classes_loaded_classes [1-9]")
                .contains("jvm_buffer_memory_used_bytes{id=\"direct\"} ");
    }

    private static String written(boolean openMetrics) {
        return new MetricText(openMetrics)
                .counter("runs", "Runs of a step")
                .sample("runs_total", 3, "pipeline", "a", "step", "say \"b\" \\ c\n")
                .gauge("size", "Bytes")
                .sample("size", -1)
                .toString();
    }
}
