package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code x[:, 1:3, ::2, -1, None, ...]}: ranges, single positions, new axes; the batch whole. */
final class GetItem {
    private static final Map<String, Object> WHOLE = Map.of("class_name", "__slice__", "config", Map.of());

    private final LayerCall call;
    private final Value input;
    private final List<Dim> dims = new ArrayList<>();
    /** Axes of the input that end as one position, and axes of the result that are new. */
    private final List<Long> single = new ArrayList<>();

    private final List<Long> added = new ArrayList<>();
    private String name;

    private GetItem(LayerCall call) {
        this.call = call;
        this.input = call.args().get(0) instanceof Value value ? value : call.input();
        this.name = input.name();
    }

    static List<Value> translate(LayerCall call) {
        Object index = call.args().size() > 1 ? call.args().get(1) : null;
        if (!(index instanceof List<?> entries)) {
            throw refused(call);
        }
        return new GetItem(call).take(entries);
    }

    private List<Value> take(List<?> entries) {
        int axis = 0;
        for (Object entry : complete(entries)) {
            if (entry == null) {
                if (dims.isEmpty()) {
                    throw refused(call);
                }
                added.add((long) dims.size());
                dims.add(Dim.of(1));
                continue;
            }
            if (entry instanceof Long position && axis > 0) {
                name = call.ops().slice(name, axis, position, position == -1 ? Ops.END : position + 1);
                single.add((long) axis);
            } else {
                dims.add(range(entry, axis));
            }
            axis++;
        }
        if (!single.isEmpty()) {
            name = call.ops().squeeze(name, longs(single));
        }
        if (!added.isEmpty()) {
            name = call.ops().unsqueeze(name, longs(added));
        }
        return List.of(input.reshaped(name, dims));
    }

    private static long[] longs(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    /** An entry for each axis: the dots, or the end, stand for those that are not named. */
    private List<@Nullable Object> complete(List<?> entries) {
        long named = entries.stream()
                .filter(entry -> entry != null && !isEllipsis(entry))
                .count();
        if (named > input.rank()) {
            throw refused(call);
        }
        List<Map<String, Object>> rest = Collections.nCopies((int) (input.rank() - named), WHOLE);
        List<@Nullable Object> all = new ArrayList<>();
        boolean filled = false;
        for (Object entry : entries) {
            if (isEllipsis(entry)) {
                all.addAll(rest);
                filled = true;
            } else {
                all.add(entry);
            }
        }
        if (!filled) {
            all.addAll(rest);
        }
        return all;
    }

    private static boolean isEllipsis(@Nullable Object entry) {
        return entry instanceof Map<?, ?> map && "__ellipsis__".equals(map.get("class_name"))
                || "Ellipsis".equals(entry)
                || "...".equals(entry);
    }

    private Dim range(@Nullable Object entry, int axis) {
        if (!(entry instanceof Map<?, ?> map)
                || !"__slice__".equals(map.get("class_name"))
                || !(map.get("config") instanceof Map<?, ?> bounds)) {
            throw refused(call);
        }
        Dim dim = input.dim(axis);
        Object start = bounds.get("start");
        Object stop = bounds.get("stop");
        Object step = bounds.get("step");
        if (start == null && stop == null && (step == null || step.equals(1L))) {
            return dim;
        }
        boolean numbers = (start == null || start instanceof Long)
                && (stop == null || stop instanceof Long)
                && (step == null || step instanceof Long);
        if (axis == 0 || !numbers) {
            throw refused(call);
        }
        return slice(axis, dim, (Long) start, (Long) stop, step == null ? 1 : (Long) step);
    }

    private Dim slice(int axis, Dim dim, @Nullable Long start, @Nullable Long stop, long step) {
        if (step == 0) {
            throw refused(call);
        }
        long from = start != null ? start : step > 0 ? 0 : -1;
        long to = stop != null ? stop : step > 0 ? Ops.END : -Ops.END;
        OnnxGraph graph = call.graph();
        name = graph.node(
                "Slice",
                List.of(name, graph.integers(from), graph.integers(to), graph.integers(axis), graph.integers(step)));
        long size = Dims.size(dim);
        if (size < 0) {
            return Dim.UNKNOWN;
        }
        long low = step > 0 ? 0 : -1;
        long high = step > 0 ? size : size - 1;
        long first = bound(from, size, low, high);
        long last = stop == null && step < 0 ? -1 : bound(to, size, low, high);
        long span = step > 0 ? last - first : first - last;
        long width = Math.abs(step);
        return Dims.of(call.place(), (span + width - 1) / width);
    }

    private static long bound(long index, long size, long low, long high) {
        return Math.max(low, Math.min(high, index < 0 ? index + size : index));
    }

    private static KerasFault refused(LayerCall call) {
        return call.unsupported(
                "indexes by more than ranges and positions", "use ranges and single positions, batch whole");
    }
}
