package dev.dormouse.compiler.source;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes source files from bytes: UTF-8, at most 4 MiB, a byte order mark dropped. */
public final class SourceReader {
    /** The most bytes that a manifest may have. */
    public static final int MAX_BYTES = 4 << 20;

    private SourceReader() {}

    /**
     * The file, as {@link Findings#file()} of findings that hold an error if its bytes are refused.
     *
     * @throws IOException if it cannot be read at all
     */
    public static Findings read(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return decode(path, in.readNBytes(MAX_BYTES + 1));
        }
    }

    /** The same for bytes that are already here. */
    public static Findings decode(Path path, byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            Findings findings = new Findings(new SourceFile(path, ""));
            findings.error(
                    FindingCode.DM107,
                    Span.START,
                    "the file is larger than " + (MAX_BYTES >> 20) + " MiB",
                    "is it a manifest? Put models, labels and other data into files of their own");
            return findings;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer input = ByteBuffer.wrap(bytes);
        CharBuffer output = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(input, output, true);
        String good = withoutMark(output.flip().toString());
        if (!result.isError()) {
            return new Findings(new SourceFile(path, good));
        }
        Findings findings = new Findings(new SourceFile(path, withoutMark(new String(bytes, StandardCharsets.UTF_8))));
        int index = good.codePointCount(0, good.length());
        findings.error(
                FindingCode.DM107,
                new Positions(findings.file().text()).span(index, index + 1),
                String.format("the byte 0x%02X here is not UTF-8", bytes[input.position()] & 0xFF),
                "save the file as UTF-8");
        return findings;
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
