/** {@code uses: java}: classes of users, each jar with a class loader of its own. The one place that loads classes by name. */
@NullMarked
package dev.dormouse.steps.custom;

import org.jspecify.annotations.NullMarked;
