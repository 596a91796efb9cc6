/**
 * The command line: one class a command, nothing that another program could want. May depend on the compiler, the
 * engine, the protocol's codecs, images, the Knative client and picocli; the function itself is a process of its own,
 * started through {@code ./dormouse}, and never on this class path.
 */
@NullMarked
package dev.dormouse.cli;

import org.jspecify.annotations.NullMarked;
