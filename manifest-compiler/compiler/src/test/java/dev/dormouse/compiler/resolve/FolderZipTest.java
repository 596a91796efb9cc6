package dev.dormouse.compiler.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderZipTest {
    @TempDir
    private Path folder;

    private static byte[] zip(Path folder) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FolderZip.of(folder).write(out);
        return out.toByteArray();
    }

    private void write(Path model, String... names) throws IOException {
        for (String name : names) {
            Files.createDirectories(model.resolve(name).getParent());
            Files.writeString(model.resolve(name), name);
        }
    }

    @Test
    void itsBytesFollowFromNamesAndContentsAlone() throws IOException {
        write(folder.resolve("one"), "b", "a/b", "a/a");
        write(folder.resolve("other"), "a/a", "b", "a/b");
        Files.setLastModifiedTime(folder.resolve("other/b"), FileTime.fromMillis(0));
        assertThat(zip(folder.resolve("one"))).isEqualTo(zip(folder.resolve("other")));
        write(folder.resolve("other"), "c");
        assertThat(zip(folder.resolve("one"))).isNotEqualTo(zip(folder.resolve("other")));
    }

    @Test
    void filesStandSortedAndStored() throws IOException {
        write(folder.resolve("one"), "b", "a/b", "A");
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(zip(folder.resolve("one"))))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
                assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
                assertThat(new String(zip.readAllBytes())).isEqualTo(entry.getName());
            }
        }
        assertThat(names).containsExactly("A", "a/b", "b");
    }

    @Test
    void linksAndEmptyFoldersAreRefused() throws IOException {
        write(folder.resolve("one"), "a");
        Files.createSymbolicLink(folder.resolve("one/link"), Path.of("/etc/passwd"));
        assertThatThrownBy(() -> FolderZip.of(folder.resolve("one")))
                .isInstanceOf(FolderZip.Refused.class)
                .hasMessage("holds 'link', which is a link or no file at all");
        Files.createDirectories(folder.resolve("empty"));
        assertThatThrownBy(() -> FolderZip.of(folder.resolve("empty"))).hasMessage("is an empty folder");
    }
}
