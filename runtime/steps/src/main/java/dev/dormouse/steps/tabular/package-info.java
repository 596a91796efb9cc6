/** Steps that prepare tables and rearrange tensors: scaling, encoding, casting, selecting, joining, reshaping. */
@NullMarked
package dev.dormouse.steps.tabular;

import org.jspecify.annotations.NullMarked;
