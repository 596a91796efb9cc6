/**
 * Measures what a person would feel: whole processes over HTTP ({@link dev.dormouse.benchmarks.DoorOverhead}), compile
 * times, and JMH benchmarks of the parts. Nothing depends on it; how to run it is in {@code docs/BENCHMARKS.md}.
 */
@NullMarked
package dev.dormouse.benchmarks;

import org.jspecify.annotations.NullMarked;
