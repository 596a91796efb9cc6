/**
 * Runs plans: {@link dev.dormouse.engine.Bundle} (files) to {@link dev.dormouse.engine.Pipeline} (opened steps) to
 * {@link dev.dormouse.engine.PipelineHost} (admission, batching, life cycle). Knows no HTTP and no manifest.
 */
@NullMarked
package dev.dormouse.engine;

import org.jspecify.annotations.NullMarked;
