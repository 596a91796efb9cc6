package dev.dormouse.pmml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import dev.dormouse.testkit.StepFixtures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.pmml4s.data.StringVal;
import org.pmml4s.metadata.DataField;
import org.pmml4s.model.Model;

/** Eight threads share a step, and each gets what one alone gets. */
class ThreadsTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 150;

    @TestFactory
    Stream<DynamicTest> requestsAtOnceGetWhatEachGetsAlone() {
        return Stream.of(
                        "association",
                        "open-categories",
                        "sklearn-forest",
                        "sklearn-boosting",
                        "sklearn-neighbors",
                        "ensemble-modelChain",
                        "ensemble-majorityVote",
                        "transformations",
                        "scorecard",
                        "bayes",
                        "rules-weightedSum",
                        "network-tanh")
                .map(name -> DynamicTest.dynamicTest(name, () -> check(Models.GOOD.resolve(name + ".pmml"))));
    }

    private static void check(Path model) throws Exception {
        Map<String, Datatype> inputs = new LinkedHashMap<>();
        List<ActiveField> fields = Document.read(model).inputs();
        fields.forEach(field -> inputs.put(field.name(), datatype(field)));
        Models.Opened opened = Models.open(model, inputs);
        try (var step = opened.step()) {
            List<Tensor[]> requests = new ArrayList<>();
            List<Map<String, Tensor>> alone = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                Tensor[] request = request(fields, i);
                requests.add(request);
                alone.add(opened.run(request));
            }
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int first = t * 7;
                running.add(threads.submit((Callable<Object>) () -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        int k = (first + i) % ROUNDS;
                        Map<String, Tensor> expected = alone.get(k);
                        opened.run(requests.get(k))
                                .forEach((name, tensor) ->
                                        StepFixtures.assertEqual(name, tensor, expected.get(name), 0));
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
            threads.shutdown();
        }
    }

    private static Datatype datatype(ActiveField field) {
        return switch (field.data().type()) {
            case STRING -> Datatype.STRING;
            case BOOLEAN -> Datatype.BOOL;
            default -> Datatype.FP64;
        };
    }

    private static Tensor[] request(List<ActiveField> fields, int seed) {
        List<Tensor> tensors = new ArrayList<>();
        for (ActiveField field : fields) {
            int i = seed + tensors.size() * 5;
            Datatype datatype = datatype(field);
            if (datatype == Datatype.STRING) {
                List<String> texts = texts(field);
                tensors.add(TextTensor.of(
                        texts.get(i % texts.size()),
                        texts.get((i + 1) % texts.size()),
                        texts.get((i / 3) % texts.size())));
            } else {
                NumericTensor numbers = NumericTensor.allocate(datatype, Shape.of(3));
                for (int row = 0; row < 3; row++) {
                    if (datatype == Datatype.BOOL) {
                        numbers.setLong(row, (i >> row) & 1);
                    } else {
                        numbers.setDouble(row, 0.5 + (i * 13 + row * 7) % 60 / 10.0);
                    }
                }
                tensors.add(numbers);
            }
        }
        return tensors.toArray(new Tensor[0]);
    }

    /** Those of the model, or others where it lists none; and a missing one. */
    private static List<String> texts(ActiveField field) {
        List<String> texts = new ArrayList<>(List.of(""));
        if (field.data().valid().isEmpty()) {
            texts.addAll(List.of("red", "ultraviolet", "infrared"));
        }
        field.data().valid().forEach(value -> texts.add((String) value));
        return texts;
    }

    @Test
    void textsThatTheModelDoesNotKnowAreNotLearnt() {
        Model model = Model.fromFile(Models.GOOD.resolve("open-categories.pmml").toFile());
        FrozenCategories.freeze(model);
        DataField colour = model.dataDictionary().fields()[0];
        double red = colour.encode(new StringVal("red"));
        double other = colour.encode(new StringVal("ultraviolet"));
        assertThat(colour.encode(new StringVal("infrared"))).isEqualTo(other).isNotEqualTo(red);
        assertThat(colour.attribute().validValues()).containsExactly(new StringVal("red"));
    }
}
