package dev.dormouse.steps.kind;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.step.Branch;
import dev.dormouse.step.StepContext;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.Shape;

/** Branches of one type seen as one tensor: where each element of the result finds its own in each branch. */
public final class Joint {
    private final Branch[] branches;
    private final Shape shape;
    private final int rowSize;

    private Joint(Branch[] branches, Shape shape, int rowSize) {
        this.branches = branches;
        this.shape = shape;
        this.rowSize = rowSize;
    }

    /**
     * The branches over all rows of the result.
     *
     * @throws PipelineException INVALID_INPUT if rows differ in shape, which types with open dims allow
     */
    public static Joint of(StepContext context, Branch[] branches, int rows) {
        Shape shape = null;
        for (int i = 0; i < branches.length; i++) {
            if (branches[i].isThere()) {
                Shape own = withRows(branches[i].tensor().shape(), rows);
                if (shape != null && !own.equals(shape)) {
                    throw PipelineException.invalidInput("rows of '"
                            + context.inputs().get(i).port() + "' make the shape " + own
                            + ", but those of an earlier input " + shape + "; they must agree");
                }
                shape = own;
            }
        }
        Shape whole = shape == null ? declared(context, rows) : shape;
        return new Joint(branches, whole, Math.toIntExact(whole.count(Math.min(1, whole.rank()), whole.rank())));
    }

    private static Shape withRows(Shape shape, int rows) {
        return shape.rank() == 0 ? shape : shape.withDim(0, rows);
    }

    /** With no branch there, the type tells the dims beyond the first; its kind sees to it. */
    private static Shape declared(StepContext context, int rows) {
        long[] dims = context.outputs().get(0).type().dims().stream()
                .mapToLong(dim -> dim instanceof dev.dormouse.plan.Dim.Fixed fixed ? fixed.size() : 1)
                .toArray();
        return withRows(Shape.of(dims), rows);
    }

    public Shape shape() {
        return shape;
    }

    /** The number of elements of the result. */
    public int size() {
        return Math.toIntExact(shape.elementCount());
    }

    public Datatype datatype(StepContext context) {
        return context.outputs().get(0).type().datatype();
    }

    /** The element of a branch's tensor for an element of the result, or -1 where the branch has no such row. */
    public int element(int branch, int index) {
        if (rowSize == 0) {
            return -1;
        }
        int place = branches[branch].place(index / rowSize);
        return place < 0 ? -1 : place * rowSize + index % rowSize;
    }
}
