/** Typed, contiguous tensors. Depends on the JDK alone. */
@NullMarked
package dev.dormouse.tensor;

import org.jspecify.annotations.NullMarked;
