/** Pure functions from a plan and its options to Kubernetes resources. May use the plan and fabric8's models; opens no connection. */
@NullMarked
package dev.dormouse.knative.resources;

import org.jspecify.annotations.NullMarked;
