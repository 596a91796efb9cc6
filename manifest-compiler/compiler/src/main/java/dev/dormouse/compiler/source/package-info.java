/** Text with places: files, spans, and YAML or JSON composed to nodes with marks. Depends on the JDK and SnakeYAML Engine. */
@NullMarked
package dev.dormouse.compiler.source;

import org.jspecify.annotations.NullMarked;
