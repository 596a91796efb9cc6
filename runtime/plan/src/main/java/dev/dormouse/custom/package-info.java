/**
 * What a class of a user's own implements to be a step, {@code uses: java}. This package and {@code dev.dormouse.tensor}
 * are all that such a class sees of Dormouse; depends on nothing else.
 */
@NullMarked
package dev.dormouse.custom;

import org.jspecify.annotations.NullMarked;
