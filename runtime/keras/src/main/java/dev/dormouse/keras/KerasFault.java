package dev.dormouse.keras;

import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;

/** What is wrong inside a Keras file; {@link KerasTranslation} puts the file's name before it. */
final class KerasFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final String EXPORT = "save the model once more with the current Keras: model.save('model.keras')";

    private final Reason reason;
    private final String help;

    private KerasFault(Reason reason, String message, String help) {
        super(message);
        this.reason = reason;
        this.help = help;
    }

    /** The file is not what Keras writes. */
    static KerasFault unreadable(String message) {
        return new KerasFault(Reason.UNREADABLE, message, EXPORT);
    }

    /** Keras writes such files, and this translation does not know what is in it. */
    static KerasFault unsupported(String message, String help) {
        return new KerasFault(Reason.UNSUPPORTED, message, help);
    }

    ArtifactException in(String fileName) {
        return new ArtifactException(reason, fileName + ": " + getMessage(), help);
    }
}
