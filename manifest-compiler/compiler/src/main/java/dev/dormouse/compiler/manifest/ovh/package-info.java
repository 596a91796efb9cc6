/** OVH ML Serving's JSON manifests as a second surface syntax for the same records. Depends on {@code manifest} and what it depends on. */
@NullMarked
package dev.dormouse.compiler.manifest.ovh;

import org.jspecify.annotations.NullMarked;
