/** Steps on dates and forecasts. */
@NullMarked
package dev.dormouse.steps.timeseries;

import org.jspecify.annotations.NullMarked;
