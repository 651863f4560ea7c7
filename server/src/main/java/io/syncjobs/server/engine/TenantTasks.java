package io.syncjobs.server.engine;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.platform.TenantClocks;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Executions of db-scheduler that belong to a tenant: their ids begin with the tenant's. For sandboxes. Safe for use by many threads. */
public class TenantTasks {

  private static final String OF_TENANT = "task_instance LIKE :prefix";
  private static final String CYCLE = CycleTask.DESCRIPTOR.getTaskName();

  private final Scheduler scheduler;
  private final JdbcClient jdbc;
  private final TenantClocks clocks;

  public TenantTasks(Scheduler scheduler, JdbcClient jdbc, TenantClocks clocks) {
    this.scheduler = scheduler;
    this.jdbc = jdbc;
    this.clocks = clocks;
  }

  /**
   * Execution that waits.
   *
   * @param task name of its task
   * @param data as db-scheduler stores it, in Base64; null for none
   * @param due time of the tenant's clock at which it is due
   */
  public record Waiting(
      String task, String instance, @Nullable String data, Instant due) {}

  /**
   * Executions of a tenant.
   *
   * @param now time of the server's clock
   * @return empty if a node runs one, or a cycle is due
   */
  public Optional<List<Waiting>> waiting(String tenantId, Instant now) {
    List<TaskInstanceId> ids = of(tenantId);
    List<ScheduledExecution<Object>> executions =
        ids.stream().flatMap(id -> scheduler.getScheduledExecution(id).stream()).toList();
    boolean busy = executions.stream()
        .anyMatch(execution -> execution.isPicked()
            || (execution.getTaskInstance().getTaskName().equals(CYCLE)
                && !execution.getExecutionTime().isAfter(now)));
    return busy
        ? Optional.empty()
        : Optional.of(
            executions.stream().map(execution -> read(tenantId, execution)).toList());
  }

  /** Executions of cycles whose keys begin with a text. */
  List<ScheduledExecution<Object>> cycles(String prefix) {
    return cycles(prefix, "TRUE").stream()
        .flatMap(id -> scheduler.getScheduledExecution(TaskInstanceId.of(CYCLE, id)).stream())
        .toList();
  }

  /** True if a node runs a cycle whose key begins with a text. Cheaper than to read all executions. */
  boolean isCyclePicked(String prefix) {
    return !cycles(prefix, "picked").isEmpty();
  }

  /** Jobs, with keys that begin with a text, whose last cycle broke off unexpectedly and waits for another attempt. */
  List<JobKey> failedCycles(String prefix) {
    return cycles(prefix, "consecutive_failures > 0").stream()
        .map(JobKey::parse)
        .toList();
  }

  private List<String> cycles(String prefix, String condition) {
    return jdbc.sql(
            "SELECT task_instance FROM scheduled_tasks WHERE task_name = :task AND task_instance LIKE :prefix AND "
                + condition)
        .param("task", CYCLE)
        .param("prefix", prefix + "%")
        .query(String.class)
        .list();
  }

  private List<TaskInstanceId> of(String tenantId) {
    return jdbc.sql("SELECT task_name, task_instance FROM scheduled_tasks WHERE " + OF_TENANT
            + " ORDER BY task_name, task_instance")
        .param("prefix", tenantId + "/%")
        .query((row, number) ->
            TaskInstanceId.of(row.getString("task_name"), row.getString("task_instance")))
        .list();
  }

  private Waiting read(String tenantId, ScheduledExecution<Object> execution) {
    TaskInstanceId id = execution.getTaskInstance();
    byte[] data = jdbc.sql(
            "SELECT task_data FROM scheduled_tasks WHERE task_name = :task AND task_instance = :instance")
        .params(Map.of("task", id.getTaskName(), "instance", id.getId()))
        .query((row, number) -> Optional.ofNullable(row.getBytes("task_data")))
        .single()
        .orElse(null);
    return new Waiting(
        id.getTaskName(),
        id.getId(),
        data == null ? null : Base64.getEncoder().encodeToString(data),
        execution.getExecutionTime().plus(clocks.ahead(tenantId)));
  }

  /** Removes the executions of a tenant. Returns false if a node runs one, which the caller's transaction must undo. */
  public boolean removeAll(String tenantId) {
    String prefix = tenantId + "/%";
    jdbc.sql("DELETE FROM scheduled_tasks WHERE picked = FALSE AND " + OF_TENANT)
        .param("prefix", prefix)
        .update();
    return of(tenantId).isEmpty();
  }

  /**
   * Adds an execution that has been read before.
   *
   * @param ahead time by which the tenant's clock will be ahead of the server's
   */
  public void add(Waiting execution, Duration ahead) {
    scheduler.schedule(
        new TaskInstance<>(execution.task, execution.instance), execution.due.minus(ahead));
    if (execution.data != null) {
      jdbc.sql(
              "UPDATE scheduled_tasks SET task_data = :data WHERE task_name = :task AND task_instance = :instance")
          .param("data", Base64.getDecoder().decode(execution.data))
          .param("task", execution.task)
          .param("instance", execution.instance)
          .update();
    }
  }
}
