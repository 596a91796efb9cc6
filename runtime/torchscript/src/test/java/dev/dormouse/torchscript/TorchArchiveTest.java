package dev.dormouse.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.step.ArtifactException;
import dev.dormouse.testkit.Goldens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchArchiveTest {
    @TempDir
    private Path folder;

    /** One golden for all models of the zoo: what their code says of forward, or why they are refused. */
    @Test
    void everyModelSaysWhatItTakesOrWhatItIs() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> good = Files.list(Models.GOOD);
                Stream<Path> odd = Files.list(Models.ODD)) {
            for (Path model : Stream.concat(good.sorted(), odd.sorted()).toList()) {
                all.append(model.getFileName()).append('\n').append(described(model));
            }
        }
        Goldens.check(Path.of("src/test/resources/archives.txt"), all.toString());
    }

    private static String described(Path model) {
        try {
            TorchArchive archive = TorchArchive.read(model);
            return "  " + archive.type() + "\n  "
                    + archive.forward()
                            .map(forward -> forward.required() + " of (" + forward.argumentsText() + ") -> "
                                    + forward.returned())
                            .orElse("?")
                    + "\n";
        } catch (ArtifactException e) {
            return "  " + e.reason() + ": " + e.getMessage() + "\n  help: " + e.help() + "\n";
        }
    }

    @Test
    void aFileThatIsCutShortIsRefusedWhereverItIsCut() throws IOException {
        byte[] whole = Files.readAllBytes(Models.GOOD.resolve("mlp.pt"));
        for (int length = 0; length < whole.length; length += 97) {
            Path cut = Files.write(folder.resolve("cut.pt"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TorchArchive.read(cut))
                    .as("cut at " + length)
                    .isInstanceOf(ArtifactException.class)
                    .hasMessageStartingWith("cut.pt ");
        }
    }

    @Test
    void damagedBytesAreRefusedOrDoNotMatter() throws IOException {
        byte[] whole = Files.readAllBytes(Models.GOOD.resolve("flow.pt"));
        long seed = 20_261_129;
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 3; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(folder.resolve("damaged.pt"), damaged);
            try {
                TorchArchive.read(file);
            } catch (ArtifactException e) {
                assertThat(e).as("seed %d, round %d", seed, round).hasMessageStartingWith("damaged.pt ");
            }
        }
    }

    @Test
    void filesOfOtherKindsAreToldByTheirFirstBytes() throws IOException {
        assertThat(refusal("empty.pt", new byte[0])).isEqualTo("empty.pt is empty");
        assertThat(refusal("text.pt", "torch".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("text.pt is not TorchScript, or it is cut short");
        assertThat(refusal("weights.pt", "\u0010\0\0\0\0\0\0\0{\"w\":{}}        ".getBytes(StandardCharsets.UTF_8)))
                .startsWith("weights.pt seems to be safetensors");
        byte[] tar = new byte[1024];
        System.arraycopy("ustar".getBytes(StandardCharsets.UTF_8), 0, tar, 257, 5);
        assertThat(refusal("old.pth", tar)).startsWith("old.pth is what torch.save wrote before PyTorch 1.6");
        assertThatThrownBy(() -> TorchArchive.read(folder.resolve("none.pt"))).hasMessage("none.pt is not a file");
    }

    private String refusal(String name, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        try {
            TorchArchive.read(file);
            throw new AssertionError(name + " is read");
        } catch (ArtifactException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void archivesThatAreTrapsAreRefused() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("m/code/__torch__.py", "class M(Module):".getBytes(StandardCharsets.UTF_8));
        files.put("m/data.pkl", "\u0000".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> TorchArchive.read(Models.zip(folder.resolve("unpickled.pt"), files)))
                .hasMessage("unpickled.pt is not TorchScript, or it is cut short");
        files.put("m/data/0", new byte[100 << 20]);
        assertThatThrownBy(() -> TorchArchive.read(Models.zip(folder.resolve("bomb.pt"), files)))
                .hasMessageContaining("would unpack to 100 MiB: no model shrinks like that");
        files.remove("m/data/0");
        for (String name : List.of("/etc/passwd", "m/../../x", "m\\x", "m//x")) {
            Map<String, byte[]> slip = new LinkedHashMap<>(files);
            slip.put(name, new byte[1]);
            assertThatThrownBy(() -> TorchArchive.read(Models.zip(folder.resolve("slip.pt"), slip)))
                    .hasMessage("slip.pt holds '" + name + "', which would lie outside of it");
        }
    }

    @Test
    void codeThatReachesFilesIsRefusedHoweverItIsWritten() {
        for (String code : List.of(
                "torch.save(x, \"f\")",
                "ops . aten . save (x, \"f\")",
                "torch. # here\n  from_file(\"f\")",
                "t = torch\n t.\\\n save(x)",
                "getattr(torch, \"save\")(x, \"f\")",
                "getattr(torch, \"sa\" \"ve\")(x)",
                "getattr(torch, \"\\x73ave\")(x)")) {
            TorchArchive archive = archive(code);
            assertThatThrownBy(() -> CodeRules.check(archive))
                    .as(code)
                    .hasMessageContaining("which reaches files outside of the model");
        }
        for (String code : List.of(
                "x = \"torch.save(x)\"", "# torch.save(x)", "save = x", "_0 = getattr(self, \"0\")", "x.saved")) {
            CodeRules.check(archive(code));
        }
    }

    private static TorchArchive archive(String code) {
        String text =
                "class M(Module):\n  def forward(self: __torch__.M,\n    x: Tensor) -> Tensor:\n    " + code + "\n";
        return new TorchArchive("m.pt", Map.of("__torch__", ScriptTokens.of(text)), "__torch__.M");
    }
}
