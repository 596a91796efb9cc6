/**
 * Formulas over tensors, element by element: read, typed and evaluated. The step {@code expression} and {@code when:}
 * share them. Depends on {@code dev.dormouse.tensor} and {@code dev.dormouse.plan}.
 */
@NullMarked
package dev.dormouse.formula;

import org.jspecify.annotations.NullMarked;
