package io.flowgauge.application.live;

import static io.flowgauge.application.port.out.PortFixture.TEN;
import static io.flowgauge.application.port.out.PortFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowgauge.application.port.out.KnownTask;
import io.flowgauge.application.port.out.PortFixture;
import io.flowgauge.application.port.out.TaskIds;
import io.flowgauge.domain.AuditId;
import io.flowgauge.domain.Checkpoint;
import io.flowgauge.domain.FlowId;
import io.flowgauge.domain.Progress;
import io.flowgauge.domain.RequestId;
import io.flowgauge.domain.Task;
import io.flowgauge.domain.TaskDescription;
import io.flowgauge.domain.TaskId;
import io.flowgauge.domain.TaskReport;
import io.flowgauge.domain.TaskState;
import io.flowgauge.domain.TaskType;
import io.flowgauge.domain.TenantId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeavingTenantsTest {
    private static final TenantId GOING = new TenantId(2);

    private final LiveTasks live = new LiveTasks(() -> 0);

    private LiveEntry add(TenantId tenant, long id) {
        TaskDescription described = PortFixture.described("orders", "monday", TaskType.LOAD);
        TaskReport report = new TaskReport(
                new RequestId("task " + id), 1, TaskState.RUNNING, TEN, Progress.ofRecords(1), described);
        Task task = Task.begin(tenant, report, described, TEN, TEN);
        return live.add(
                new KnownTask(new TaskIds(new TaskId(id), new AuditId(1), new FlowId(1)), task, Checkpoint.NONE),
                Optional.empty());
    }

    @Test
    void tasksOfATenantThatIsGoneAreForgottenAlsoThoseThatComeInLate() {
        LiveEntry stays = add(TENANT, 1);
        add(GOING, 2);
        live.markUnsaved(stays);

        live.forgetUnless(TENANT::equals);
        assertThat(live.of(GOING)).isEmpty();
        assertThat(live.of(GOING, new AuditId(1))).isEmpty();
        assertThat(live.all()).containsExactly(stays);

        add(GOING, 3);
        assertThat(live.of(GOING)).hasSize(1);
        live.forgetUnless(TENANT::equals);
        assertThat(live.all()).containsExactly(stays);
        assertThat(live.of(TENANT)).containsExactly(stays);
    }
}
