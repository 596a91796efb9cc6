/** Text with places: files, spans, and YAML or JSON composed to nodes with marks. Depends on {@code diagnostic}, where its readers
 * report, and on SnakeYAML Engine. */
@NullMarked
package dev.dormouse.compiler.source;

import org.jspecify.annotations.NullMarked;
