/** Writes what was compiled as a function bundle. */
@NullMarked
package dev.dormouse.compiler.emit;

import org.jspecify.annotations.NullMarked;
