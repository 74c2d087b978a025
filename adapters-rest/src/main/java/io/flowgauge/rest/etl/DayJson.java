package io.flowgauge.rest.etl;

import io.flowgauge.application.port.in.QueryDayRuns.DayRun;
import io.flowgauge.application.port.in.QueryDayRuns.Detail;
import io.flowgauge.application.port.in.QueryFlowRuns.Execution;
import io.flowgauge.domain.Flow;
import io.flowgauge.domain.RunLife;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** The runs of a day as the documented API shows them, written as they come: by flow, times in ms since the epoch, unknown is null. */
final class DayJson {
    private static final TaskJsonMapping MAPPING = new GeneratedTaskJsonMapping();

    private final JsonGenerator out;
    private final ObjectWriter tasks;
    private final Detail detail;
    private @Nullable Flow open;

    DayJson(JsonMapper json, OutputStream to, Detail detail) {
        this.out = json.createGenerator(to);
        this.tasks = json.writerFor(TaskJson.class);
        this.detail = detail;
        out.writeStartArray();
    }

    /** Runs of a flow come one after the other. */
    void write(DayRun run) {
        Flow flow = run.execution().run().flow();
        if (!flow.equals(open)) {
            endFlow();
            begin(flow);
        }
        out.writeStartObject();
        write(run.execution());
        if (detail == Detail.RUN_WITH_TASKS) {
            out.writeName("metrics");
            out.writeStartArray();
            run.forEachTask(
                    task -> tasks.writeValue(out, MAPPING.task(task.task(), task.last(), task.tenant(), task.now())));
            out.writeEndArray();
            out.writeStringProperty("exception", run.execution().life().error());
        }
        out.writeEndObject();
    }

    private void begin(Flow flow) {
        open = flow;
        out.writeStartObject();
        out.writeNumberProperty("flowId", flow.id().value());
        out.writeStringProperty("name", flow.name());
        // Nothing reports one.
        out.writeNullProperty("icon");
        out.writeName("executions");
        out.writeStartArray();
    }

    private void endFlow() {
        if (open != null) {
            out.writeEndArray();
            out.writeEndObject();
        }
    }

    private void write(Execution execution) {
        RunLife life = execution.life();
        out.writeNumberProperty("flowId", execution.run().flow().id().value());
        out.writeNumberProperty("auditId", execution.run().id().value());
        out.writeStringProperty("status", Status.of(life.state()).word());
        out.writeStringProperty("user", life.user());
        out.writeNumberProperty("started", life.started().toEpochMilli());
        if (life.ended() == null) {
            out.writeNullProperty("ended");
        } else {
            out.writeNumberProperty("ended", life.ended().toEpochMilli());
        }
        out.writeNumberProperty("records", life.records());
    }

    /** All runs were written. */
    void end() {
        endFlow();
        out.writeEndArray();
        out.close();
    }
}
