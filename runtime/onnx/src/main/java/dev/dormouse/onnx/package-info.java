/**
 * The step kind {@code onnx}: reads a model's signature and token tables from its file without natives for the
 * compiler, and runs it by ONNX Runtime. Depends on {@code dev.dormouse.step}, plan, tensor and ONNX Runtime.
 */
@NullMarked
package dev.dormouse.onnx;

import org.jspecify.annotations.NullMarked;
