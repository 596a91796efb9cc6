package dev.dormouse.torchscript;

import java.nio.charset.StandardCharsets;

/** The first name in a pickle: in a TorchScript's {@code data.pkl} that is the model's class. */
final class PickledType {
    /** So many bytes are looked at. */
    static final int MOST = 4096;

    private static final int PROTOCOL = 0x80;
    private static final int GLOBAL = 'c';

    private PickledType() {}

    /**
     * Reads {@code PROTO 2, GLOBAL module name}.
     *
     * @throws dev.dormouse.step.ArtifactException if it begins in another way
     */
    static String first(String archive, byte[] head) {
        boolean begins = head.length > 3 && (head[0] & 0xff) == PROTOCOL && head[2] == GLOBAL;
        String text = begins ? new String(head, 3, head.length - 3, StandardCharsets.UTF_8) : "";
        String[] lines = text.split("\n", 3);
        if (lines.length < 3 || !(lines[0] + "." + lines[1]).matches("[\\w.]+")) {
            throw TorchArchive.damaged(archive);
        }
        return lines[0] + "." + lines[1];
    }
}
