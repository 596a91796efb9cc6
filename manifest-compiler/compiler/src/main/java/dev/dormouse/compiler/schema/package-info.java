/**
 * What is written for people and editors from the step catalogue: the JSON Schema and the reference's tables. The compiler
 * itself never reads them. Depends on {@code dev.dormouse.step} and the plan's types.
 */
@NullMarked
package dev.dormouse.compiler.schema;

import org.jspecify.annotations.NullMarked;
