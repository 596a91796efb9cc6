package dev.dormouse.compiler.diagnostic;

import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.compiler.source.Span;
import java.util.List;

/**
 * One mistake, standing where it is best mended.
 *
 * @param message the headline: what is wrong, in one line
 * @param help what to do
 * @param notes why, or what is available; may be empty
 */
public record Finding(
        FindingCode code,
        Severity severity,
        SourceFile file,
        Span span,
        String message,
        String help,
        List<String> notes) {
    public Finding {
        notes = List.copyOf(notes);
        if (message.isBlank() || help.isBlank()) {
            throw new IllegalArgumentException("a finding says what is wrong and what to do");
        }
    }
}
