package dev.dormouse.steps.timeseries;

import dev.dormouse.step.StepKind;
import java.util.List;

/** The kinds for dates and forecasts. */
public final class TimeseriesKinds {
    private TimeseriesKinds() {}

    public static List<StepKind> all() {
        return List.of(new DatetimeEncoder(), new PredictionInterval(), new RollingWindow());
    }
}
