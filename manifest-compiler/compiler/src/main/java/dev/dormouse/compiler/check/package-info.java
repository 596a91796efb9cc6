/** Names, order, types, examples: every rule that a manifest must keep, one class each. */
@NullMarked
package dev.dormouse.compiler.check;

import org.jspecify.annotations.NullMarked;
