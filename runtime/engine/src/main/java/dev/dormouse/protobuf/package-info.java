/** Reads protobuf messages without generated code. Depends on {@code dev.dormouse.step} for how a file is refused. */
@NullMarked
package dev.dormouse.protobuf;

import org.jspecify.annotations.NullMarked;
