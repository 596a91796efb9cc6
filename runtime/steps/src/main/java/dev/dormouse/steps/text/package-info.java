/** Steps on text: normalising, replacing, cutting, decoding. */
@NullMarked
package dev.dormouse.steps.text;

import org.jspecify.annotations.NullMarked;
