package dev.dormouse.steps.tabular;

import dev.dormouse.step.StepKind;
import java.util.List;

/** The kinds that prepare tables and rearrange tensors. */
public final class TabularKinds {
    private TabularKinds() {}

    public static List<StepKind> all() {
        return List.of(
                new StandardScaler(),
                new MinMaxScaler(),
                new OneHot(),
                new Impute(),
                new Bucketize(),
                new Cast(),
                new Select(),
                new Stack(),
                new Concat(),
                new Reshape(),
                new Pad(),
                new Lookup(),
                new Expression());
    }
}
