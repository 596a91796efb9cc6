package dev.dormouse.keras;

import java.util.ArrayList;
import java.util.List;

/** Axes as configurations have them: negative ones count from the end. */
final class Axes {
    private Axes() {}

    static int positive(LayerCall call, long axis, int rank) {
        long positive = axis < 0 ? axis + rank : axis;
        if (positive < 0 || positive >= rank) {
            throw KerasFault.unreadable(call.place() + " has the axis " + axis + " for a tensor of " + rank + " dims");
        }
        return (int) positive;
    }

    /** The option's axes, sorted, each once. */
    static List<Integer> of(LayerCall call, String option, int rank) {
        return new ArrayList<>(call.config().integers(option).stream()
                .map(axis -> positive(call, axis, rank))
                .distinct()
                .sorted()
                .toList());
    }

    static boolean channelsFirst(LayerCall call) {
        String format = call.config().string("data_format", "channels_last");
        return switch (format) {
            case "channels_first" -> true;
            case "channels_last" -> false;
            default -> throw call.config().wrong("data_format", "channels_last or channels_first");
        };
    }

    /** Where the axes of space begin: behind the channels, or right behind the batch. */
    static int firstSpatial(LayerCall call) {
        return channelsFirst(call) ? 2 : 1;
    }

    /** The order that puts the last axis second. */
    static long[] channelsToFront(int rank) {
        long[] order = new long[rank];
        order[1] = rank - 1L;
        for (int i = 2; i < rank; i++) {
            order[i] = i - 1L;
        }
        return order;
    }

    /** The order that puts the second axis last. */
    static long[] channelsToBack(int rank) {
        long[] order = new long[rank];
        for (int i = 1; i < rank - 1; i++) {
            order[i] = i + 1L;
        }
        order[rank - 1] = 1;
        return order;
    }
}
