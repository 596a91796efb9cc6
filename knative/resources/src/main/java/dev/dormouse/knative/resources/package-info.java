/**
 * Pure functions from a plan and its options to Kubernetes resources, as ordered plain values that become YAML or go
 * to a client. May use the plan; knows no client and opens no connection.
 */
@NullMarked
package dev.dormouse.knative.resources;

import org.jspecify.annotations.NullMarked;
