/**
 * The step kind {@code tokenizer}: text to token ids by a HuggingFace tokenizer.json. Depends on {@code
 * dev.dormouse.step}, plan, tensor, Jackson's streaming parser and DJL's tokenizers.
 */
@NullMarked
package dev.dormouse.tokenizer;

import org.jspecify.annotations.NullMarked;
