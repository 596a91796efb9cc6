/** Scores a file of rows with bounded memory, and goes on where a killed run stopped. Depends on the engine only. */
@NullMarked
package dev.dormouse.cli.batch;

import org.jspecify.annotations.NullMarked;
