package dev.dormouse.cli.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
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
import java.nio.charset.StandardCharsets;
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
     * @throws ForeignOutputException if the output has more answers than the input has rows, or something else in it
     * @throws IOException if a file cannot be read or written
     */
    public Result score(Path input, Path output) throws IOException {
        long there = AnswerFile.lines(output, openings());
        try (InputStream in = new BufferedInputStream(Files.newInputStream(input), 1 << 16)) {
            RowReader rows = new RowReader(in, MAX_ROW_BYTES);
            long kept = 0;
            List<RowReader.Row> next = read(rows);
            while (!next.isEmpty() && kept + next.size() <= there) {
                kept += next.size();
                next = read(rows);
            }
            if (next.isEmpty() && kept < there) {
                throw new ForeignOutputException(output + " has " + there + " answers, but the input only " + kept
                        + " rows: it is of another run");
            }
            try (AnswerFile answers = AnswerFile.open(output, kept)) {
                return score(rows, next, answers);
            }
        }
    }

    /**
     * Answers a first batch and all that follow. Batches begin where they would in a run that was never killed, because
     * what rows are joined with may move the last digit of their numbers.
     */
    private Result score(RowReader rows, List<RowReader.Row> first, AnswerFile answers) throws IOException {
        long done = answers.lines();
        long failed = answers.errors();
        for (List<RowReader.Row> next = first; !next.isEmpty(); next = read(rows)) {
            List<Request> batch = new ArrayList<>();
            for (RowReader.Row row : next) {
                batch.add(decode(row));
            }
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

    /** What an answer begins with: an error, or the pipeline's first output. */
    private List<byte[]> openings() {
        String first = pipeline.plan().outputs().get(0).name();
        String quoted = new String(JsonStringEncoder.getInstance().quoteAsString(first));
        return List.of(AnswerFile.ERROR, ("{\"" + quoted + "\"").getBytes(StandardCharsets.UTF_8));
    }

    private List<RowReader.Row> read(RowReader rows) throws IOException {
        List<RowReader.Row> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < batchSize && bytes < MAX_BATCH_BYTES) {
            Optional<RowReader.Row> row = rows.next();
            if (row.isEmpty()) {
                break;
            }
            bytes += row.get().bytes().length;
            batch.add(row.get());
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
