/**
 * The step kind {@code torchscript}: reads what a TorchScript archive says of its inputs and outputs without natives for
 * the compiler, and runs it by PyTorch. Depends on {@code dev.dormouse.step}, plan, tensor and DJL's PyTorch engine; it is
 * on no class path of a function, but in its folder of engines.
 */
@NullMarked
package dev.dormouse.torchscript;

import org.jspecify.annotations.NullMarked;
