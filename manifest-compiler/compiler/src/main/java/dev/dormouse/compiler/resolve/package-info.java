/** From what a manifest says to what is there: step kinds, checked options, files with digests. */
@NullMarked
package dev.dormouse.compiler.resolve;

import org.jspecify.annotations.NullMarked;
