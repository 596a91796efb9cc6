package dev.dormouse.steps;

import dev.dormouse.step.StepKind;
import dev.dormouse.step.StepKinds;
import dev.dormouse.steps.custom.CustomKinds;
import dev.dormouse.steps.image.ImageKinds;
import dev.dormouse.steps.post.PostKinds;
import dev.dormouse.steps.tabular.TabularKinds;
import dev.dormouse.steps.text.TextKinds;
import dev.dormouse.steps.timeseries.TimeseriesKinds;
import java.util.List;
import java.util.stream.Stream;

/** Every step kind that needs no engine. */
public final class PlainSteps implements StepKinds {
    @Override
    public List<StepKind> kinds() {
        return Stream.of(
                        TextKinds.all(),
                        TabularKinds.all(),
                        PostKinds.all(),
                        TimeseriesKinds.all(),
                        ImageKinds.all(),
                        CustomKinds.all())
                .flatMap(List::stream)
                .toList();
    }
}
