package dev.dormouse.steps.post;

import dev.dormouse.step.StepKind;
import java.util.List;

/** The kinds that turn a model's numbers into answers. */
public final class PostKinds {
    private PostKinds() {}

    public static List<StepKind> all() {
        return List.of(
                new Softmax(),
                new Sigmoid(),
                new Argmax(),
                new TopK(),
                new Label(),
                new Threshold(),
                new MeanPool(),
                new L2Normalize(),
                new NerSpans(),
                new AnswerSpan(),
                new Coalesce(),
                new Vote(),
                Mean.plain(),
                Mean.weighted());
    }
}
