package dev.dormouse.steps.image;

import dev.dormouse.step.StepKind;
import java.util.List;

/** The image kinds. */
public final class ImageKinds {
    private static final List<StepKind> ALL = List.of(
            new DecodeImage(), new Resize(), new CenterCrop(), new Grayscale(), new ToTensor(), new NormalizeImage());

    private ImageKinds() {}

    public static List<StepKind> all() {
        return ALL;
    }
}
