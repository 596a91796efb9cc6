package dev.dormouse.steps.text;

import dev.dormouse.step.StepKind;
import java.util.List;

/** The kinds that work on text. */
public final class TextKinds {
    private TextKinds() {}

    public static List<StepKind> all() {
        return List.of(new NormalizeText(), new RegexReplace(), new TruncateText(), new DecodeText(), new Tfidf());
    }
}
