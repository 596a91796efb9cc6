/**
 * {@code uses: http}: a server of the Open Inference Protocol V2 as a step. Depends on the step SPI and the protocol's
 * codecs; an engine in a folder of its own, so that a function which calls nobody has none of it.
 */
@NullMarked
package dev.dormouse.http;

import org.jspecify.annotations.NullMarked;
