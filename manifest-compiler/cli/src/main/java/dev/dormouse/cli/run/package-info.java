/** Starts, watches and swaps the process that serves a pipeline. Knows bundles and processes, no manifests. */
@NullMarked
package dev.dormouse.cli.run;

import org.jspecify.annotations.NullMarked;
