package dev.dormouse.cli.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.dormouse.engine.Batch;
import dev.dormouse.engine.Pipeline;
import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.protocol.DecodedInputs;
import dev.dormouse.protocol.JsonInputs;
import dev.dormouse.protocol.JsonOutputs;
import dev.dormouse.protocol.OutputShapes;
import dev.dormouse.protocol.Shapes;
import dev.dormouse.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers a file of rows, each line a JSON object of inputs, in order. Rows are joined as far as the plan's batch dim
 * allows; at most one batch of them is in memory.
 */
public final class BatchScorer {
    private static final int BATCH = 16;
    private static final int MAX_ROW_BYTES = 64 << 20;
    private static final long MAX_BATCH_BYTES = 16 << 20;
    private static final JsonFactory JSON = new JsonFactory();

    private final Pipeline pipeline;
    private final ProgressBar progress;
    private final int batchSize;

    public BatchScorer(Pipeline pipeline, ProgressBar progress) {
        this.pipeline = pipeline;
        this.progress = progress;
        Plan.Execution execution = pipeline.plan().execution();
        this.batchSize = execution.batchDim().isEmpty()
                ? 1
                : execution.batching().map(Plan.Batching::maxSize).orElse(BATCH);
    }

    /**
     * Answers every row that has no answer yet.
     *
     * @throws ForeignOutputException if the output has more answers than the input has rows
     * @throws IOException if a file cannot be read or written
     */
    public Result score(Path input, Path output) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(input), 1 << 16);
                AnswerFile answers = AnswerFile.open(output)) {
            RowReader rows = new RowReader(in, MAX_ROW_BYTES);
            skip(rows, answers.lines(), output);
            long done = answers.lines();
            long failed = answers.errors();
            for (List<Request> batch = read(rows); !batch.isEmpty(); batch = read(rows)) {
                answer(batch);
                for (Request request : batch) {
                    answers.append(request.answer);
                    failed += request.failed ? 1 : 0;
                }
                answers.flush();
                done += batch.size();
                progress.at(rows.bytesRead(), done);
            }
            return new Result(done, failed, answers.lines());
        }
    }

    private static void skip(RowReader rows, long count, Path output) throws IOException {
        for (long i = 0; i < count; i++) {
            if (rows.next().isEmpty()) {
                throw new ForeignOutputException(
                        output + " has " + count + " answers, but the input only " + i + " rows: it is of another run");
            }
        }
    }

    private List<Request> read(RowReader rows) throws IOException {
        List<Request> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < batchSize && bytes < MAX_BATCH_BYTES) {
            Optional<RowReader.Row> row = rows.next();
            if (row.isEmpty()) {
                break;
            }
            bytes += row.get().bytes().length;
            batch.add(decode(row.get()));
        }
        return batch;
    }

    private Request decode(RowReader.Row row) throws IOException {
        Request request = new Request(row.number());
        try {
            if (row.tooLong()) {
                throw new PipelineException(
                        ErrorCode.TOO_LARGE, "the row has more than " + (MAX_ROW_BYTES >> 20) + " MiB");
            }
            request.inputs =
                    Optional.of(JsonInputs.decode(row.bytes(), pipeline.plan().inputs(), Shapes.EXACT));
        } catch (PipelineException e) {
            request.fail(e);
        }
        return request;
    }

    /** Runs neighbours that can be joined together, and each alone where that fails. */
    private void answer(List<Request> batch) throws IOException {
        List<Request> group = new ArrayList<>();
        for (Request request : batch) {
            if (request.inputs.isEmpty()) {
                continue;
            }
            if (!group.isEmpty() && !Batch.joinable(group.get(0).tensors(), request.tensors())) {
                run(group);
                group.clear();
            }
            group.add(request);
        }
        run(group);
    }

    private void run(List<Request> group) throws IOException {
        if (group.size() > 1) {
            try {
                runJoined(group);
                return;
            } catch (PipelineException e) {
                // one of them is at fault: each alone tells which
                for (Request request : group) {
                    runAlone(request);
                }
                return;
            }
        }
        for (Request request : group) {
            runAlone(request);
        }
    }

    private void runJoined(List<Request> group) throws IOException {
        List<Map<String, Tensor>> inputs = group.stream().map(Request::tensors).toList();
        Map<String, Tensor> outputs = pipeline.run(Batch.join(inputs));
        int from = 0;
        for (Request request : group) {
            int to = from + Batch.rows(request.tensors());
            request.succeed(pipeline.plan(), Batch.cut(outputs, from, to));
            from = to;
        }
    }

    private void runAlone(Request request) throws IOException {
        try {
            request.succeed(pipeline.plan(), pipeline.run(request.tensors()));
        } catch (PipelineException e) {
            request.fail(e);
        }
    }

    /**
     * What was done.
     *
     * @param rows answered rows in all
     * @param failed how many of them have an error for an answer
     * @param resumed how many were there already
     */
    public record Result(long rows, long failed, long resumed) {}

    /** An output that cannot be the beginning of the input's answers. */
    public static final class ForeignOutputException extends IOException {
        private static final long serialVersionUID = 1;

        ForeignOutputException(String message) {
            super(message);
        }
    }

    /** A row on its way to an answer. */
    private static final class Request {
        private final long number;
        private Optional<DecodedInputs> inputs = Optional.empty();
        private byte[] answer = new byte[0];
        private boolean failed;

        Request(long number) {
            this.number = number;
        }

        Map<String, Tensor> tensors() {
            return inputs.orElseThrow().tensors();
        }

        void succeed(Plan plan, Map<String, Tensor> outputs) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            boolean singleRow = inputs.orElseThrow().singleRow();
            JsonOutputs.write(out, plan, outputs, singleRow ? OutputShapes.BATCH_DROPPED : OutputShapes.EXACT);
            answer = out.toByteArray();
        }

        void fail(PipelineException reason) throws IOException {
            failed = true;
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (JsonGenerator json = JSON.createGenerator(out)) {
                json.writeStartObject();
                json.writeStringField("error", String.valueOf(reason.getMessage()));
                json.writeStringField("code", reason.code().name());
                if (reason.step().isPresent()) {
                    json.writeStringField("step", reason.step().get());
                }
                json.writeNumberField("line", number);
                json.writeEndObject();
            }
            answer = out.toByteArray();
        }
    }
}
