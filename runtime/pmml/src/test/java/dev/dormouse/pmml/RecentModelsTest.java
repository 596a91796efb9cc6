package dev.dormouse.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.plan.TensorType;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepContext.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often PMML4S loads a file. */
class RecentModelsTest {
    private static final String FIELD = "<DataField name=\"%s\" optype=\"continuous\" dataType=\"double\"/>";

    private final AtomicInteger loads = new AtomicInteger();
    private final RecentModels recent = new RecentModels((name, bytes) -> {
        loads.incrementAndGet();
        return LoadedModel.of(Document.read(name, bytes));
    });

    @TempDir
    private Path folder;

    private Path model(String file, String header) {
        String text = Models.identity(FIELD.formatted("x"), "<MiningField name=\"x\"/>");
        return Models.write(folder, file, text.replace("<Header/>", "<Header description=\"" + header + "\"/>"));
    }

    @Test
    void allThatACompileAsksLoadsTheFileOnce() throws Exception {
        PmmlKind kind = new PmmlKind(recent);
        Declaration declaration = Models.declaration(model("model.pmml", "a"));
        assertThat(kind.inputs(declaration)).hasSize(1);
        assertThat(kind.remarks(declaration)).hasSize(1);
        assertThat(kind.outputNames(declaration)).containsExactly("predicted_y");
        Wire in = new Wire("x", TensorType.parse("FP64[n]"));
        Wire out = new Wire("predicted_y", TensorType.parse("FP64[n]"));
        kind.open(new StepContext(declaration, List.of(in), List.of(out))).close();
        assertThat(loads).hasValue(1);
    }

    @Test
    void anotherContentOfTheSameSizeAndTimeIsAnotherModel() throws Exception {
        Path file = model("model.pmml", "a");
        LoadedModel first = recent.of(file);
        var time = Files.getLastModifiedTime(file);
        model("model.pmml", "b");
        Files.setLastModifiedTime(file, time);
        assertThat(recent.of(file)).isNotSameAs(first);
        assertThat(recent.of(model("copy.pmml", "a"))).isSameAs(first);
        assertThat(loads).hasValue(2);
    }

    @Test
    void threadsThatAskAtOnceShareOneLoad() throws Exception {
        Path file = model("model.pmml", "a");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<LoadedModel>> asked = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            asked.add(threads.submit((Callable<LoadedModel>) () -> recent.of(file)));
        }
        for (Future<LoadedModel> one : asked) {
            assertThat(one.get()).isSameAs(recent.of(file));
        }
        threads.shutdown();
        assertThat(loads).hasValue(1);
    }

    @Test
    void theOldestOfManyIsForgotten() {
        for (int i = 0; i <= RecentModels.MOST; i++) {
            recent.of(model(i + ".pmml", "model " + i));
        }
        recent.of(folder.resolve("1.pmml"));
        assertThat(loads).hasValue(RecentModels.MOST + 1);
        recent.of(folder.resolve("0.pmml"));
        assertThat(loads).hasValue(RecentModels.MOST + 2);
    }

    @Test
    void whatIsRefusedIsRefusedAgainByItsOwnName() {
        for (String name : List.of("one.pmml", "other.pmml")) {
            Path file = Models.write(folder, name, "<html/>");
            assertThatThrownBy(() -> recent.of(file))
                    .isInstanceOf(ArtifactException.class)
                    .hasMessageContaining(name);
        }
    }
}
