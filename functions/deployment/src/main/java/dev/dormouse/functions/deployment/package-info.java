/** Manifests to functions when a Quarkus application is built. Knows the compiler and Quarkus; nothing of it runs later. */
@NullMarked
package dev.dormouse.functions.deployment;

import org.jspecify.annotations.NullMarked;
