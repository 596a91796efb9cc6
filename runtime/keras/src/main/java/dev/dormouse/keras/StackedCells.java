package dev.dormouse.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** RNN over StackedRNNCells: layers behind each other, all but the last with their sequences. */
final class StackedCells {
    static final String CLASS = "StackedRNNCells";

    private StackedCells() {}

    static List<Value> translate(LayerCall call) {
        Config config = call.config();
        if (config.flag("return_state", false)
                || call.kwargs().get("initial_state") != null
                || call.inputs().size() > 1
                || config.flag("go_backwards", false) && call.mask().isPresent()) {
            throw call.unsupported(
                    "has states in or out, or runs backwards over a mask", "use LSTM or GRU layers one after another");
        }
        List<Config> cells = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        int arrays = 0;
        for (Object json : config.object("cell").object("config").list("cells")) {
            Config cell = Config.of(call.place(), json, "cells");
            cells.add(cell);
            parts.add("cell/cells/" + ClassNames.counted(cell.string("class_name"), counts));
            arrays += Recurrence.weightCount(cell.object("config"));
        }
        if (cells.isEmpty()) {
            throw config.wrong("cell", "one of several cells");
        }
        return run(call, cells, call.weights(arrays, parts));
    }

    private static List<Value> run(LayerCall call, List<Config> cells, List<Weight> weights) {
        Value value = call.input();
        Optional<Value> mask = call.mask();
        int used = 0;
        for (int i = 0; i < cells.size(); i++) {
            Config cell = cells.get(i).object("config");
            int count = Recurrence.weightCount(cell);
            Recurrence recurrence = RecurrentLayers.recurrence(
                    call, cells.get(i).string("class_name"), cell, weights.subList(used, used + count));
            used += count;
            Map<String, @Nullable Object> settings =
                    new LinkedHashMap<>(call.config().values());
            boolean last = i == cells.size() - 1;
            settings.put("return_sequences", !last || call.config().flag("return_sequences", false));
            settings.put("go_backwards", i == 0 && call.config().flag("go_backwards", false));
            LayerCall here =
                    new LayerCall(call.layer(), List.of(value.masked(mask)), call.args(), Map.of(), call.scope());
            value = RecurrentLayers.run(here, new Config(call.place(), settings), recurrence, List.of())
                    .get(0);
        }
        return List.of(value);
    }
}
