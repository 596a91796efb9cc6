/** The manifest as located records, and the readers of both surface syntaxes. Depends on {@code source}, {@code diagnostic} and the plan's types. */
@NullMarked
package dev.dormouse.compiler.manifest;

import org.jspecify.annotations.NullMarked;
