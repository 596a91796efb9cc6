package dev.dormouse.cli.batch;

import java.io.IOException;

/** An output that cannot be the beginning of the input's answers. */
public final class ForeignOutputException extends IOException {
    private static final long serialVersionUID = 1;

    ForeignOutputException(String message) {
        super(message);
    }
}
