package dev.dormouse.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.dormouse.plan.PipelineException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * The members of the JSON object at which a parser stands, one after the other; each name may stand once, and one whose
 * value is null is as if it were not there. Who is at a member reads its value to the end.
 */
final class Members {
    /** The names are kept, to find those that stand twice. */
    private static final int MOST = 64;

    private final JsonParser parser;
    private final String place;
    private final Set<String> seen = new HashSet<>();
    private String name = "";

    /** @param place what the object is, for a sentence */
    Members(JsonParser parser, String place) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw PipelineException.invalidInput(place + " is " + Tokens.describe(parser) + ", not an object");
        }
        this.parser = parser;
        this.place = place;
    }

    /** Goes on to the value of the next member; false at the end of the object. */
    boolean next() throws IOException {
        while (Json.next(parser) != JsonToken.END_OBJECT) {
            name = parser.currentName();
            requireNew(seen, name, place);
            if (Json.next(parser) != JsonToken.VALUE_NULL) {
                return true;
            }
        }
        return false;
    }

    String name() {
        return name;
    }

    /** Keeps a name that was not there before. */
    static void requireNew(Set<String> seen, String name, String place) {
        if (seen.size() == MOST) {
            throw Json.malformed(place + " has more than " + MOST + " members");
        }
        if (!seen.add(name)) {
            throw Json.malformed(place + " has '" + Tokens.clip(name) + "' twice");
        }
    }
}
