/** A compiled pipeline as data. Depends on {@code dev.dormouse.tensor} and, for {@link dev.dormouse.plan.PlanJson}, Jackson. */
@NullMarked
package dev.dormouse.plan;

import org.jspecify.annotations.NullMarked;
