package dev.dormouse.engine;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Branch;
import dev.dormouse.step.Gaps;
import dev.dormouse.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;

/** One request through a plan with conditions: which rows of each value are there, and the steps on those rows. */
final class ConditionalRun {
    private final Tensor[] slots;
    private final Rows[] there;
    private final ShapeCheck shapes;
    private final StepListener listener;

    ConditionalRun(Tensor[] slots, ShapeCheck shapes, StepListener listener) {
        this.slots = slots;
        this.shapes = shapes;
        this.listener = listener;
        this.there = new Rows[slots.length];
        Arrays.fill(there, Rows.ALL);
    }

    /** Runs the step on the rows that it is for, if there are any. */
    void run(OpenStep step) {
        Rows rows = rows(step);
        for (int slot : step.writes()) {
            there[slot] = rows;
        }
        if (rows.isEmpty()) {
            listener.onSkip(step.name());
            return;
        }
        Optional<String> dim = rows.isPartial() ? rowDim(step.writtenType()) : Optional.empty();
        Optional<Long> before = dim.flatMap(shapes::size);
        dim.ifPresent(name -> shapes.resize(name, Optional.of((long) rows.count())));
        Tensor[] outputs = lacksRows(step) ? join(step, rows) : step.compute(inputs(step, rows), shapes, listener);
        dim.ifPresent(name -> shapes.resize(name, before));
        for (int i = 0; i < outputs.length; i++) {
            slots[step.writes()[i]] = outputs[i];
        }
    }

    private static Optional<String> rowDim(TensorType type) {
        return type.rank() > 0 && type.dim(0) instanceof Dim.Named named ? Optional.of(named.name()) : Optional.empty();
    }

    private Rows rows(OpenStep step) {
        Rows rows = step.gaps() == Gaps.JOIN ? Rows.NONE : Rows.ALL;
        if (step.gaps() != Gaps.FILL) {
            for (int slot : step.reads()) {
                rows = step.gaps() == Gaps.JOIN ? rows.or(there[slot]) : rows.and(there[slot]);
            }
        }
        if (step.condition().isEmpty() || rows.isEmpty()) {
            return rows;
        }
        try {
            return rows.and(step.condition().get().holds(slots, there));
        } catch (PipelineException e) {
            throw e.at(step.name());
        }
    }

    /** Whether an input of a joining step lacks some rows. */
    private boolean lacksRows(OpenStep step) {
        return step.gaps() != Gaps.NARROW && Arrays.stream(step.reads()).anyMatch(slot -> !there[slot].isAll());
    }

    private Tensor[] inputs(OpenStep step, Rows rows) {
        return Arrays.stream(step.reads())
                .mapToObj(slot -> there[slot].pick(slots[slot], rows))
                .toArray(Tensor[]::new);
    }

    private Tensor[] join(OpenStep step, Rows rows) {
        int count = rows.isAll() ? total(step) : rows.count();
        Branch[] branches = Arrays.stream(step.reads())
                .mapToObj(slot -> branch(slot, rows, count))
                .toArray(Branch[]::new);
        return step.join(branches, count, shapes, listener);
    }

    private Branch branch(int slot, Rows rows, int count) {
        Rows own = there[slot];
        if (own.isEmpty()) {
            return Branch.NONE;
        }
        return own.isAll()
                ? Branch.whole(own.pick(slots[slot], rows))
                : Branch.of(slots[slot], own.places(rows, count));
    }

    /** The number of all rows: as an input shows it, or the request's inputs. */
    private int total(OpenStep step) {
        for (int slot : step.reads()) {
            if (there[slot].isPartial()) {
                return there[slot].total();
            }
            if (there[slot].isAll()) {
                return slots[slot].shape().rank() == 0 ? 1 : slots[slot].shape().intDim(0);
            }
        }
        TensorType type = step.writtenType();
        if (type.rank() == 0) {
            return 1;
        }
        return type.dim(0) instanceof Dim.Fixed fixed
                ? Math.toIntExact(fixed.size())
                : rowDim(type).flatMap(shapes::size).map(Math::toIntExact).orElse(1);
    }

    /** Cuts the inputs of a step that is looked into to the rows that it is for. */
    void narrow(OpenStep step) {
        Rows rows = rows(step);
        if (rows.isEmpty()) {
            throw PipelineException.invalidInput("step '" + step.name()
                    + "' does not run for this request: its condition, or that of a step before it, is not true");
        }
        if (step.gaps() == Gaps.NARROW) {
            for (int slot : step.reads()) {
                slots[slot] = there[slot].pick(slots[slot], rows);
                there[slot] = rows;
            }
        }
    }

    /** The compiler proves it; a plan that was changed by hand may not keep it. */
    void requireWhole(String output, int slot) {
        if (!there[slot].isAll()) {
            throw new PipelineException(
                    ErrorCode.INTERNAL, "output '" + output + "' lacks rows; compile the manifest again");
        }
    }
}
