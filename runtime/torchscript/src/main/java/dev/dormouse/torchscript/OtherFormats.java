package dev.dormouse.torchscript;

import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;

/** What is called {@code .pt} or {@code .pth} and is no TorchScript, told by its first bytes or its files. */
final class OtherFormats {
    static final String EXPORT =
            "export the model: torch.jit.trace(model.eval(), example).save(\"model.pt\"), or torch.jit.script(model.eval()).save(\"model.pt\")";

    private static final String REBUILD = "make the model in Python and load the file into it there, then " + EXPORT;
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    /** A pickle of protocol 2 that begins with torch.save's number of old. */
    private static final byte[] LEGACY = {
        (byte) 0x80, 2, (byte) 0x8a, 10, 'l', (byte) 0xfc, (byte) 0x9c, 'F', (byte) 0xf9
    };

    private static final int TAR_MAGIC = 257;
    private static final int HEAD = 512;

    private OtherFormats() {}

    /** @throws ArtifactException if the file is no zip, with what it seems to be */
    static void refuse(String name, Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new ArtifactException(
                    Reason.UNREADABLE, name + " is not a file", "name the file that torch.jit wrote, in source");
        }
        byte[] head;
        try (InputStream in = Files.newInputStream(path)) {
            head = in.readNBytes(HEAD);
        }
        if (head.length == 0) {
            throw new ArtifactException(Reason.UNREADABLE, name + " is empty", "copy it again; " + EXPORT);
        }
        if (startsWith(head, ZIP)) {
            return;
        }
        String tar = head.length >= TAR_MAGIC + 5 ? new String(head, TAR_MAGIC, 5, StandardCharsets.ISO_8859_1) : "";
        if (startsWith(head, LEGACY) || tar.equals("ustar")) {
            throw unsupported(
                    name,
                    "is what torch.save wrote before PyTorch 1.6: weights or a pickled model, without code",
                    REBUILD);
        }
        if ((head[0] & 0xff) == 0x80 && head.length > 1 && head[1] >= 2 && head[1] <= 5) {
            throw unsupported(name, "is a pickle of Python, which only the program that wrote it can read", REBUILD);
        }
        if (head.length > 9 && head[8] == '{' && head[9] == '"') {
            throw unsupported(name, "seems to be safetensors: weights without code", REBUILD);
        }
        throw TorchArchive.damaged(name);
    }

    /**
     * Looks at the files of a zip.
     *
     * @param folder in which they stand, with a slash
     * @throws ArtifactException if they are not those of TorchScript
     */
    static void refuse(String name, List<? extends ZipEntry> entries, String folder) {
        List<String> names = entries.stream().map(ZipEntry::getName).toList();
        if (names.stream().anyMatch(file -> file.startsWith(folder + "code/") && file.endsWith(".py"))
                && names.contains(folder + "data.pkl")) {
            return;
        }
        if (names.stream()
                .anyMatch(file ->
                        file.endsWith("/models/model.json") || file.endsWith("serialized_exported_program.json"))) {
            throw unsupported(
                    name,
                    "is a program of torch.export (.pt2), which is not TorchScript",
                    "serve it as ONNX (torch.onnx.export), or " + EXPORT);
        }
        if (names.contains(folder + "model.json")) {
            throw unsupported(
                    name,
                    "is TorchScript of before PyTorch 1.4",
                    "load it with torch.jit.load in a PyTorch that still reads it, and save it again");
        }
        if (names.contains(folder + "data.pkl")) {
            throw unsupported(
                    name, "is what torch.save wrote: weights (a state_dict) or a pickled model, without code", REBUILD);
        }
        throw TorchArchive.damaged(name);
    }

    private static boolean startsWith(byte[] head, byte[] magic) {
        return head.length >= magic.length && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
    }

    private static ArtifactException unsupported(String name, String what, String help) {
        return new ArtifactException(Reason.UNSUPPORTED, name + " " + what, help);
    }
}
