/** Codecs between request bytes and tensors. May depend on the tensors, the plan and jackson-core; knows no HTTP. */
@NullMarked
package dev.dormouse.protocol;

import org.jspecify.annotations.NullMarked;
