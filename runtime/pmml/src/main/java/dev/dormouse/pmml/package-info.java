/**
 * The step kind {@code pmml}: checks a PMML file strictly by a reader of its own, and scores it by PMML4S. Depends on {@code
 * dev.dormouse.step}, plan, tensor and PMML4S; it is on no class path of a function, but in its folder of engines.
 */
@NullMarked
package dev.dormouse.pmml;

import org.jspecify.annotations.NullMarked;
