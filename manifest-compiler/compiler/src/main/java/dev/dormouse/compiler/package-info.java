/** The compiler: manifest text to plan. Sees no Quarkus, no Kubernetes, and engines through the step SPI alone. */
@NullMarked
package dev.dormouse.compiler;

import org.jspecify.annotations.NullMarked;
