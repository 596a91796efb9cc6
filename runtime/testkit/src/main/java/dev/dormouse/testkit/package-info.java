/** What tests share: running a step without a manifest, fixtures made by scripts, golden files. */
@NullMarked
package dev.dormouse.testkit;

import org.jspecify.annotations.NullMarked;
