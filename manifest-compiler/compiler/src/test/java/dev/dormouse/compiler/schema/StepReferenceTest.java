package dev.dormouse.compiler.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.testkit.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StepReferenceTest {
    private static final Path PAGE = Path.of("../../docs/manifest-reference.md");
    private static final String MARKER = "-->\n";

    @Test
    void theKindsOfThePageAreTheCatalogues() throws IOException {
        String page = Files.readString(PAGE);
        String written = page.substring(0, page.indexOf(MARKER) + MARKER.length());
        Goldens.check(PAGE, written + "\n" + StepReference.markdown(StepCatalogue.load()));
    }

    @Test
    void thePageListsEveryCode() throws IOException {
        String page = Files.readString(PAGE);
        for (FindingCode code : FindingCode.values()) {
            assertThat(page).contains("| " + code + " |");
        }
    }
}
