package dev.dormouse.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TurnsTest {
    private static final long AN_HOUR = TimeUnit.HOURS.toNanos(1);

    private static Request request(float value) {
        return Request.of(TestPlans.inputs(value));
    }

    private static Turns turns(int concurrency, int maxRows, long maxDelayNanos) {
        return new Turns(4, 2, new Turns.Limits(concurrency, maxRows, maxDelayNanos));
    }

    @Test
    void whatWaitsWhenAPlaceIsFreeGoesTogether() throws Exception {
        Turns turns = turns(4, 3, AN_HOUR);
        for (int i = 0; i < 4; i++) {
            assertThat(turns.offer(request(i))).isTrue();
        }
        assertThat(turns.take()).hasSize(3);
        assertThat(turns.take()).hasSize(1);
    }

    @Test
    void whoHasAWayOfItsOwnIsAlone() throws Exception {
        Turns turns = new Turns(8, 4, new Turns.Limits(4, 8, 0));
        Request inspecting = Request.alone(TestPlans.inputs(1), (pipeline, inputs) -> inputs);
        List<Request> requests = List.of(request(1), inspecting, request(2), request(3));
        requests.forEach(request -> assertThat(turns.offer(request)).isTrue());
        assertThat(turns.take()).containsExactly(requests.get(0));
        assertThat(turns.take()).containsExactly(inspecting);
        assertThat(turns.take()).containsExactly(requests.get(2), requests.get(3));
    }

    @Test
    void aRequestRunsWithoutAFreePlaceWhenItHasWaitedLong() throws Exception {
        Turns turns = turns(4, 3, TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(turns.enter()).isTrue();
        assertThat(turns.enter()).isTrue();
        assertThat(turns.enter()).isFalse();
        turns.offer(request(1));
        assertThat(turns.take()).hasSize(1);
    }

    @Test
    void noMoreRunAtOnceThanThePlanLetsAndNothingOvertakesWhatWaits() {
        Turns turns = turns(1, 1, 0);
        assertThat(turns.enter()).isTrue();
        assertThat(turns.enter()).isFalse();
        turns.leave();
        turns.offer(request(1));
        assertThat(turns.enter()).isFalse();
    }

    @Test
    void theRoomIsBounded() {
        Turns turns = turns(1, 1, 0);
        for (int i = 0; i < 4; i++) {
            assertThat(turns.offer(request(i))).isTrue();
        }
        assertThat(turns.offer(request(5))).isFalse();
        assertThat(turns.clear()).hasSize(4);
        assertThat(turns.offer(request(6))).isTrue();
    }
}
