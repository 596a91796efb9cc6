package dev.dormouse.tokenizer;

import dev.dormouse.step.StepKind;
import dev.dormouse.step.StepKinds;
import java.util.List;

/** Brings {@code uses: tokenizer}. */
public final class TokenizerKinds implements StepKinds {
    @Override
    public List<StepKind> kinds() {
        return List.of(new TokenizerKind());
    }
}
