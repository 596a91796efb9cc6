/** Steps that turn a model's numbers into answers: probabilities, labels, spans, votes. */
@NullMarked
package dev.dormouse.steps.post;

import org.jspecify.annotations.NullMarked;
