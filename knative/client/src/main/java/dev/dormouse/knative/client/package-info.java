/**
 * Brings a function onto a Knative cluster and looks after it: apply, wait, gate, traffic, and what went wrong there.
 * May use the resources, the engine's examples and fabric8's client.
 */
@NullMarked
package dev.dormouse.knative.client;

import org.jspecify.annotations.NullMarked;
