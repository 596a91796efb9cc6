/** What only a run can show: files open, examples come true, rows are independent, the longest text fits. */
@NullMarked
package dev.dormouse.compiler.trial;

import org.jspecify.annotations.NullMarked;
