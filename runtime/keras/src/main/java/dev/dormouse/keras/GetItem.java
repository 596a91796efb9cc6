package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code x[:, 1:3, -1]}: ranges and single positions, the batch whole. */
final class GetItem {
    private final LayerCall call;
    private String name;

    private GetItem(LayerCall call, String name) {
        this.call = call;
        this.name = name;
    }

    static List<Value> translate(LayerCall call) {
        Value input = call.input();
        Object index = call.args().size() > 1 ? call.args().get(1) : null;
        if (!(index instanceof List<?> entries) || entries.size() > input.rank()) {
            throw refused(call);
        }
        GetItem item = new GetItem(call, input.name());
        List<Dim> dims = new ArrayList<>();
        List<Long> single = new ArrayList<>();
        for (int axis = 0; axis < input.rank(); axis++) {
            Object entry = axis < entries.size() ? entries.get(axis) : null;
            if (entry instanceof Long position && axis > 0) {
                item.name = call.ops().slice(item.name, axis, position, position == -1 ? Ops.END : position + 1);
                single.add((long) axis);
            } else if (entry == null && axis >= entries.size()) {
                dims.add(input.dim(axis));
            } else {
                dims.add(item.range(entry, axis, input.dim(axis)));
            }
        }
        if (!single.isEmpty()) {
            item.name = call.ops()
                    .squeeze(
                            item.name,
                            single.stream().mapToLong(Long::longValue).toArray());
        }
        return List.of(input.reshaped(item.name, dims));
    }

    private Dim range(@Nullable Object entry, int axis, Dim dim) {
        if (!(entry instanceof Map<?, ?> map)
                || !"__slice__".equals(map.get("class_name"))
                || !(map.get("config") instanceof Map<?, ?> bounds)
                || bounds.get("step") != null) {
            throw refused(call);
        }
        Object start = bounds.get("start");
        Object stop = bounds.get("stop");
        if (start == null && stop == null) {
            return dim;
        }
        if (axis == 0 || !(start == null || start instanceof Long) || !(stop == null || stop instanceof Long)) {
            throw refused(call);
        }
        long from = start == null ? 0 : (Long) start;
        long to = stop == null ? Ops.END : (Long) stop;
        name = call.ops().slice(name, axis, from, to);
        long size = Dims.size(dim);
        if (size < 0) {
            return Dim.UNKNOWN;
        }
        return Dims.of(call.place(), bound(to, size) - bound(from, size));
    }

    private static long bound(long index, long size) {
        return Math.max(0, Math.min(size, index < 0 ? index + size : index));
    }

    private static KerasFault refused(LayerCall call) {
        return call.unsupported(
                "indexes by more than ranges and positions",
                "use ranges without a step and single positions, batch whole");
    }
}
