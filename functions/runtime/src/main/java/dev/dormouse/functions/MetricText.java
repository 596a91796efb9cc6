package dev.dormouse.functions;

/** Metrics as text: version 0.0.4 of Prometheus' format, or OpenMetrics, which ends with a mark. */
final class MetricText {
    /** What a client that asks for nothing gets, as before. */
    static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    static final String PLAIN = "text/plain; version=0.0.4; charset=utf-8";

    private final boolean openMetrics;
    private final StringBuilder text = new StringBuilder(8192);

    MetricText(boolean openMetrics) {
        this.openMetrics = openMetrics;
    }

    /** Begins a counter; its samples have {@code _total} after the name. */
    MetricText counter(String name, String help) {
        return head(openMetrics ? name : name + "_total", "counter", help);
    }

    MetricText gauge(String name, String help) {
        return head(name, "gauge", help);
    }

    /** A counter of one sample without labels. */
    void counter(String name, String help, double value) {
        counter(name, help).sample(name + "_total", value);
    }

    /** A gauge of one sample without labels. */
    void gauge(String name, String help, double value) {
        gauge(name, help).sample(name, value);
    }

    MetricText summary(String name, String help) {
        return head(name, "summary", help);
    }

    private MetricText head(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /** A value with its labels: pairs of a name and a value. */
    MetricText sample(String name, double value, String... labels) {
        text.append(name);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
            text.append(escaped(labels[i + 1])).append('"');
        }
        text.append(labels.length == 0 ? " " : "} ").append(value).append('\n');
        return this;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return text + (openMetrics ? "# EOF\n" : "");
    }
}
