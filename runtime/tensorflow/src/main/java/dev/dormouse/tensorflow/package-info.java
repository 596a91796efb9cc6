/**
 * The step kind {@code tensorflow}: reads the signatures of a SavedModel without natives for the compiler, and runs it by
 * TensorFlow. Depends on {@code dev.dormouse.step}, plan, tensor, protobuf and TensorFlow Java; it is on no class path of a
 * function, but in its folder of engines.
 */
@NullMarked
package dev.dormouse.tensorflow;

import org.jspecify.annotations.NullMarked;
