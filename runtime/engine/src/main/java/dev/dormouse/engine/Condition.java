package dev.dormouse.engine;

import dev.dormouse.formula.Formula;
import dev.dormouse.formula.FormulaParser;
import dev.dormouse.formula.FormulaProgram;
import dev.dormouse.plan.Dim;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A step's condition, ready to be asked. */
final class Condition {
    private final Formula formula;
    private final List<Read> reads;

    /** A value that the formula reads, and the dim of its rows, if it may have any. */
    private record Read(String name, int slot, Optional<Dim> rows) {}

    private Condition(Formula formula, List<Read> reads) {
        this.formula = formula;
        this.reads = List.copyOf(reads);
    }

    static Condition open(Plan plan, Plan.When when) {
        List<Read> reads = new ArrayList<>();
        when.reads().forEach((name, slot) -> {
            TensorType type = plan.slots().get(slot).type();
            reads.add(new Read(name, slot, type.rank() == 0 ? Optional.empty() : Optional.of(type.dim(0))));
        });
        return new Condition(FormulaParser.ofReferences(when.formula()), reads);
    }

    /** The rows for which it is true, of those that all it reads have. */
    Rows holds(Tensor[] slots, Rows[] there) {
        Rows common = Rows.ALL;
        Optional<Dim> dim = Optional.empty();
        for (Read read : reads) {
            common = common.and(there[read.slot()]);
            dim = there[read.slot()].isPartial() ? read.rows() : dim;
        }
        if (common.isEmpty()) {
            return common;
        }
        Map<String, Tensor> tensors = new HashMap<>();
        for (Read read : reads) {
            Tensor tensor = slots[read.slot()];
            boolean hasRows = dim.isPresent() && read.rows().equals(dim);
            tensors.put(read.name(), hasRows ? there[read.slot()].pick(tensor, common) : tensor);
        }
        FormulaProgram.Column truths = FormulaProgram.over(formula, tensors);
        if (truths.shape().rank() == 0) {
            return truths.isTrue(0) ? common : Rows.NONE;
        }
        return common.filter(truths.size(), truths::isTrue);
    }
}
