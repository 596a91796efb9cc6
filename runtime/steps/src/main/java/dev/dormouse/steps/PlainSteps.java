package dev.dormouse.steps;

import dev.dormouse.step.StepKind;
import dev.dormouse.step.StepKinds;
import dev.dormouse.steps.image.ImageKinds;
import dev.dormouse.steps.text.DecodeText;
import dev.dormouse.steps.text.NormalizeText;
import dev.dormouse.steps.text.RegexReplace;
import dev.dormouse.steps.text.TruncateText;
import java.util.List;
import java.util.stream.Stream;

/** Every step kind that needs no engine. */
public final class PlainSteps implements StepKinds {
    @Override
    public List<StepKind> kinds() {
        return Stream.of(text(), ImageKinds.all()).flatMap(List::stream).toList();
    }

    private static List<StepKind> text() {
        return List.of(new NormalizeText(), new RegexReplace(), new TruncateText(), new DecodeText());
    }
}
