package dev.dormouse.knative.resources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.plan.Plan;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConcurrencyTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // explicit, processors, joinable, batch -> requests at once
                "4, -, true, 16, 4",
                "5000, -, false, 1, 1000",
                "0, -, false, 1, 2",
                "0, -, false, 16, 2",
                "0, -, true, 16, 32",
                "0, 500m, false, 1, 2",
                "0, 2500m, false, 1, 6",
                "0, 4, true, 64, 512",
                "0, 64, true, 64, 1000",
            })
    void requestsAtOnce(int explicit, String cpu, boolean joinable, int batch, int expected) {
        Plan.Execution execution = new Plan.Execution(
                joinable ? Optional.of("n") : Optional.empty(),
                new Plan.Scale(0, 10, explicit),
                Optional.of(new Plan.Batching(batch, 1000)),
                new Plan.Events("type", "source"),
                cpu == null ? Map.of() : Map.of("limits", Map.of("cpu", cpu)));
        assertThat(Concurrency.of(execution)).isEqualTo(expected);
    }
}
