/**
 * Pipelines as Quarkus functions: the Funqy function, {@code /describe} and {@code /eval}, health, metrics and the life
 * cycle. Knows HTTP; all work on tensors is the engine's, all reading and writing of bodies the protocol's.
 */
@NullMarked
package dev.dormouse.functions;

import org.jspecify.annotations.NullMarked;
