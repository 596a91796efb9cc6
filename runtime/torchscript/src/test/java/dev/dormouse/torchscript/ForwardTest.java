package dev.dormouse.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Problem;
import dev.dormouse.testkit.StepHarness;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ForwardTest {
    private static String read(String code) {
        return Forward.find(ScriptTokens.of(code), "M")
                .map(forward -> forward.required() + " (" + forward.argumentsText() + ") " + forward.returned())
                .orElse("none");
    }

    @Test
    void argumentsAndWhatIsReturnedAreRead() {
        assertThat(
                        read(
                                "class M(Module):\n def forward(s: __torch__.M,\n x: Tensor,\n m: Optional[Tensor]=None) -> Tensor:\n return x"))
                .isEqualTo("1 (x: Tensor, m: Optional[Tensor]) Tensor");
        assertThat(
                        read(
                                "class M(Module):\n def forward(self: __torch__.M, a: Tuple[Tensor, Dict[str, Tensor]], t: str=\"a, b)\") -> Tuple[Tensor, Tuple[Tensor, Tensor]]:"))
                .isEqualTo("1 (a: Tuple[Tensor, Dict[str, Tensor]], t: str) Tuple[Tensor, Tuple[Tensor, Tensor]]");
        assertThat(read("class M(Module):\n def forward(self: __torch__.M) -> __torch__.deep.Pair:"))
                .isEqualTo("0 (none) __torch__.deep.Pair");
        assertThat(read("class M(Module):\n def forward(self: __torch__.M, l: List[int]=[1, 2], ) -> Tensor:"))
                .isEqualTo("0 (l: List[int]) Tensor");
    }

    @Test
    void onlyTheModelsOwnClassIsRead() {
        assertThat(
                        read(
                                "class N(Module):\n def forward(self: N, x: Tensor) -> Tensor:\n x\nclass M(Module):\n def go(self) -> Tensor:"))
                .isEqualTo("none");
        assertThat(
                        read(
                                "class M(Module):\n x : int\nclass N(Module):\n def forward(self: N, x: Tensor) -> Tensor:\n x"))
                .isEqualTo("none");
    }

    @Test
    void whatIsNotWrittenSoIsNotRead() {
        for (String code : List.of(
                "",
                "class",
                "class M",
                "class M(Module):\n def forward",
                "class M(Module):\n def forward(",
                "class M(Module):\n def forward(self",
                "class M(Module):\n def forward(self)",
                "class M(Module):\n def forward(self) ->",
                "class M(Module):\n def forward(self) -> :",
                "class M(Module):\n def forward(self, x: [) -> Tensor:",
                "class M(Module):\n def forward(self, x: Tuple[) -> Tensor:",
                "class M(Module):\n def forward(self) -> " + "List[".repeat(5000) + "]".repeat(5000) + ":")) {
            assertThat(read(code)).as(code).isEqualTo("none");
        }
    }

    private static List<String> problems(String file, Map<String, Object> inputs, Map<String, Object> outputs) {
        Path model = Stream.of(Models.GOOD, Models.ODD)
                .map(folder -> folder.resolve(file))
                .filter(path -> path.toFile().exists())
                .findFirst()
                .orElseThrow();
        Map<String, Object> with = Map.of("source", file, "inputs", inputs, "outputs", outputs);
        Map<String, TensorType> types = new LinkedHashMap<>();
        inputs.forEach((name, type) -> types.put(name, TensorType.parse((String) type)));
        return new StepHarness(new TorchscriptKind(), with, Map.of("source", model))
                .type(types).problems().stream().map(ForwardTest::shown).toList();
    }

    private static String shown(Problem problem) {
        return problem.place().name() + ": " + problem.headline();
    }

    @Test
    void theNumberOfInputsIsThatOfTheArguments() {
        Map<String, Object> y = Models.types("y FP32[n, 2]");
        assertThat(problems("mlp.pt", Models.types("x FP32[n, 3]"), y)).isEmpty();
        assertThat(problems("mlp.pt", Models.types("x FP32[n, 3]", "z FP32[n]"), y))
                .containsExactly("inputs: forward of mlp.pt takes 1 argument (input: Tensor), but 'inputs' names 2");
        assertThat(problems("two.pt", Models.types("x FP32[n, 3]"), y))
                .containsExactly(
                        "inputs: forward of two.pt takes 2 arguments (x: Tensor, y: Tensor), but 'inputs' names 1");
        assertThat(problems("flow.pt", Models.types("x FP32[3]", "s FP32[3]", "t INT64[1]", "u INT64[1]"), y))
                .containsExactly(
                        "inputs: forward of flow.pt takes 1 to 3 arguments (x: Tensor, scale: Optional[Tensor], times: int), but 'inputs' names 4");
        assertThat(problems("flow.pt", Models.types("x FP32[3]", "s FP32[3]", "t INT64[1]"), y))
                .containsExactly(
                        "inputs: 't' would be the argument 'times: int' of forward of flow.pt, which takes no tensor");
        assertThat(problems("takes-list.pt", Models.types("x FP32[3]", "more FP32[3]"), y))
                .containsExactly(
                        "inputs: 'more' would be the argument 'more: List[Tensor]' of forward of takes-list.pt, which takes no tensor");
    }

    @Test
    void theNumberOfOutputsIsThatOfTheTensors() {
        Map<String, Object> x = Models.types("x FP32[n, 3]");
        assertThat(problems("tuple.pt", x, Models.types("sum FP32[n]")))
                .containsExactly(
                        "outputs: forward of tuple.pt returns Tuple[Tensor, Tensor], so 2 tensors, but 'outputs' names 1");
        assertThat(problems("mlp.pt", x, Models.types("y FP32[n, 2]", "z FP32[n]")))
                .containsExactly("outputs: forward of mlp.pt returns Tensor, so 1 tensor, but 'outputs' names 2");
        Map<String, Object> y = Models.types("y FP32[n]");
        assertThat(problems("mixed.pt", x, y))
                .containsExactly(
                        "outputs: forward of mixed.pt returns Tuple[Tensor, int], which is not made of tensors alone");
        assertThat(problems("nested.pt", x, y))
                .containsExactly(
                        "outputs: forward of nested.pt returns Tuple[Tensor, Dict[str, Tensor]], which is not made of tensors alone");
        assertThat(problems("by-number.pt", x, y))
                .containsExactly(
                        "outputs: forward of by-number.pt returns Dict[int, Tensor], which is not made of tensors alone");
        assertThat(problems("dict.pt", x, Models.types("best INT64[n]"))).isEmpty();
    }
}
