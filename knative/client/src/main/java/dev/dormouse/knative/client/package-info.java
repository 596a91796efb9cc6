/** Applies resources to a cluster, waits for them and tells what happened there. May use the resources and fabric8's client. */
@NullMarked
package dev.dormouse.knative.client;

import org.jspecify.annotations.NullMarked;
