package dev.dormouse.compiler.source;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import java.util.Iterator;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Reads YAML 1.2, and with it JSON, to nodes with marks; what is wrong with the text is reported in people's words. */
public final class YamlReader {
    private YamlReader() {}

    /** The one document of the file; empty, with findings, when its syntax is broken or there is none. */
    public static Optional<Node> read(SourceFile file, Findings findings) {
        Positions positions = new Positions(file.text());
        if (hasControlCharacter(positions, findings)) {
            return Optional.empty();
        }
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(Integer.MAX_VALUE)
                .setParseComments(false)
                .build();
        Watched events =
                new Watched(new Parse(settings).parseString(file.text()).iterator());
        try {
            return new NodeComposer(events, positions, findings).compose();
        } catch (MarkedYamlEngineException e) {
            new SyntaxErrors(positions, findings).report(e);
        } catch (Refused e) {
            findings.error(e.code(), e.span(), e.headline(), e.help());
        } catch (YamlEngineException e) {
            // The scanner's own assertions carry no mark: the mistake is behind what was read last.
            findings.error(
                    FindingCode.DM101,
                    positions.span(events.end, Math.min(events.end + 1, positions.length())),
                    "what follows here is not YAML",
                    "look at the quotes, colons and indentation of this line and the next");
        }
        return Optional.empty();
    }

    /** Keeps in mind where the last event ended. */
    private static final class Watched implements Iterator<Event> {
        private final Iterator<Event> events;
        private int end;

        Watched(Iterator<Event> events) {
            this.events = events;
        }

        @Override
        public boolean hasNext() {
            return events.hasNext();
        }

        @Override
        public Event next() {
            Event event = events.next();
            end = event.getEndMark().map(Mark::getIndex).orElse(end);
            return event;
        }
    }

    private static boolean hasControlCharacter(Positions positions, Findings findings) {
        for (int i = 0; i < positions.length(); i++) {
            int c = positions.codePoint(i);
            if (!StreamReader.isPrintable(c)) {
                findings.error(
                        FindingCode.DM101,
                        positions.span(i, i + 1),
                        String.format("the character U+%04X cannot stand in YAML or JSON text", c),
                        "delete it; inside \"double quotes\" it can be written as an escape");
                return true;
            }
        }
        return false;
    }
}
