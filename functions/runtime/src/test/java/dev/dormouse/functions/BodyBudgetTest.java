package dev.dormouse.functions;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.plan.PipelineException;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
    /** More than an eighth of any heap, so that it is the whole budget. */
    private static final long ALL = 1L << 50;

    private final BodyBudget budget = new BodyBudget(ALL);

    @Test
    void whatIsTakenIsGivenBackAtTheEnd() {
        BodyBudget.Share first = budget.new Share();
        BodyBudget.Share second = budget.new Share();
        first.require(ALL);
        second.require(BodyBudget.SMALL);
        assertThatThrownBy(() -> second.require(ALL)).isInstanceOf(PipelineException.class);
        first.end();
        second.require(ALL);
    }

    @Test
    void aCallerWhoHasGoneTakesNothingMore() {
        BodyBudget.Share gone = budget.new Share();
        gone.require(ALL / 2);
        gone.end();
        assertThatThrownBy(() -> gone.require(ALL)).hasMessageContaining("gone");
        budget.new Share().require(ALL);
    }

    @Test
    void whoIsRefusedHoldsNothing() {
        BodyBudget.Share grows = budget.new Share();
        BodyBudget.Share other = budget.new Share();
        grows.require(ALL / 2);
        other.require(ALL / 2);
        assertThatThrownBy(() -> grows.require(ALL)).isInstanceOf(PipelineException.class);
        other.require(ALL);
    }
}
