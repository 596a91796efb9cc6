package dev.dormouse.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HDF5 files of src/test/python/make_hostile.py: what they lead to is there, and is not read. */
class HostileFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/hostile");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    soft_cycle       | UNREADABLE  | 'model_weights/dense' is a link, which Keras does not write
                    hard_cycle       | UNREADABLE  | layer 'dense' (Dense) should have 2 arrays of weights, and the file has 0
                    external_link    | UNREADABLE  | kernel' is a link, which Keras does not write
                    external_group   | UNREADABLE  | 'model_weights/dense' is a link, which Keras does not write
                    external_storage | UNREADABLE  | kernel' cannot be read as HDF5
                    virtual          | UNREADABLE  | kernel' cannot be read as HDF5
                    chunk_bomb       | UNSUPPORTED | kernel' is compressed, which Keras does not write
                    bfloat16         | UNREADABLE  | kernel' cannot be read as HDF5: it is cut short, or holds a datatype that HDF5 does not know, as bfloat16 is
                    """, quoteCharacter = '"')
    void isRefused(String name, Reason reason, String message) {
        assertThatThrownBy(() -> KerasTranslation.translate(FOLDER.resolve(name + ".h5")))
                .isInstanceOfSatisfying(
                        ArtifactException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageStartingWith(name + ".h5: ")
                .hasMessageContaining(message);
    }
}
