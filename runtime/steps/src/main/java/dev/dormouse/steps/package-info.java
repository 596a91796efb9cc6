/**
 * The list of the plain step kinds, those that need no engine. Depends on {@code dev.dormouse.step}, {@code .plan},
 * {@code .tensor} and the packages below; the families of kinds below don't see each other, only {@code .kind}.
 */
@NullMarked
package dev.dormouse.steps;

import org.jspecify.annotations.NullMarked;
