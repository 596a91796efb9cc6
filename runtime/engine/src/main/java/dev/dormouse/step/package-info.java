/**
 * What a step kind is: its options, its ports and types for the compiler, and how it opens for a run. Depends on
 * {@code dev.dormouse.tensor} and {@code dev.dormouse.plan}.
 */
@NullMarked
package dev.dormouse.step;

import org.jspecify.annotations.NullMarked;
