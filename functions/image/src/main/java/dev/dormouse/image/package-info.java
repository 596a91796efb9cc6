/** From a bundle to an OCI image: layers, start-up archive, bill of materials. May use the plan, the engine's bundle and Jib. */
@NullMarked
package dev.dormouse.image;

import org.jspecify.annotations.NullMarked;
