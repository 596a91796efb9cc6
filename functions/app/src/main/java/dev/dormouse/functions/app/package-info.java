/** The prebuilt function: one process, one bundle, no build. */
@NullMarked
package dev.dormouse.functions.app;

import org.jspecify.annotations.NullMarked;
