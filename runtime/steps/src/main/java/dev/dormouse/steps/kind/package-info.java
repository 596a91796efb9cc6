/** What the plain step kinds share: their description, lanes along an axis, assembling tensors, checks of sizes. Sees no kind. */
@NullMarked
package dev.dormouse.steps.kind;

import org.jspecify.annotations.NullMarked;
