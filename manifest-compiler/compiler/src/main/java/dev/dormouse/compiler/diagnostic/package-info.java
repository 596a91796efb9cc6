/** Findings as data, and their text and JSON forms. Depends on {@code source}. */
@NullMarked
package dev.dormouse.compiler.diagnostic;

import org.jspecify.annotations.NullMarked;
