package io.syncjobs.server.job;

import io.syncjobs.server.storage.UtcText;
import io.syncjobs.server.template.Setting;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table of jobs. A row belongs to one tenant, and every statement is bound by it. Safe for use
 * by many threads.
 */
@Repository
public class JobStore {

  private static final String OWNED = "tenant_id = :tenant AND application_id = :application";

  private final JdbcClient jdbc;
  private final JsonMapper json;

  JobStore(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Adds a job, unless there is one of that id. Returns whether it was added. */
  @Transactional
  public boolean insert(Job job) {
    return jdbc.sql("""
                INSERT INTO jobs (tenant_id, application_id, id, template_id, run_interval, expires_at,
                    schedule_state, status_code, settings, version)
                VALUES (:tenant, :application, :id, :template, :interval, :expiration, :state, :code, :settings, :version)
                ON CONFLICT DO NOTHING
                """)
            .param("tenant", job.owner().tenantId())
            .param("application", job.owner().applicationId())
            .param("id", job.id())
            .param("template", job.templateId())
            .param("interval", job.schedule().interval())
            .param("expiration", UtcText.of(job.schedule().expiration()))
            .param("state", job.schedule().state().name())
            .param("code", job.statusCode().name())
            .param("settings", json.writeValueAsString(job.settings()))
            .param("version", job.version())
            .update()
        == 1;
  }

  /** The owner's job of an id. */
  @Transactional(readOnly = true)
  public Optional<Job> find(Owner owner, String id) {
    return owned("SELECT * FROM jobs WHERE " + OWNED + " AND id = :id", owner)
        .param("id", id)
        .query((row, number) -> read(owner, row))
        .optional();
  }

  /** A page of jobs. */
  @Transactional(readOnly = true)
  public List<Job> list(JobQuery query) {
    String key = query.order().byTemplate() ? "template_id" : "id";
    boolean descending = query.order().descending();
    Condition condition = new Condition(query.filter());
    String sql = "SELECT * FROM jobs WHERE " + OWNED + " AND " + condition.sql;
    if (query.after() != null) {
      sql += " AND " + key + (descending ? " < " : " > ") + ":after";
    }
    sql += " ORDER BY " + key + (descending ? " DESC" : " ASC") + " LIMIT :limit";
    JdbcClient.StatementSpec statement = condition.bind(owned(sql, query.owner()));
    if (query.after() != null) {
      statement = statement.param("after", query.after());
    }
    return statement
        .param("limit", query.limit())
        .query((row, number) -> read(query.owner(), row))
        .list();
  }

  /** How many of the owner's jobs pass the filter. */
  @Transactional(readOnly = true)
  public long count(Owner owner, JobFilter filter) {
    Condition condition = new Condition(filter);
    String sql = "SELECT count(*) FROM jobs WHERE " + OWNED + " AND " + condition.sql;
    return condition.bind(owned(sql, owner)).query(Long.class).single();
  }

  /**
   * Deletes a job, if its version is one that the caller agrees to.
   *
   * @throws JobNotFoundException if there is no such job
   * @throws JobChangedException if its version isn't agreed to; nothing is deleted then
   */
  @Transactional
  public void delete(Owner owner, String id, Predicate<String> version) {
    // Touching the row locks it until the transaction ends, in both databases.
    String current = owned(
            "UPDATE jobs SET version = version WHERE " + OWNED + " AND id = :id RETURNING version",
            owner)
        .param("id", id)
        .query(String.class)
        .optional()
        .orElseThrow(() -> new JobNotFoundException(id));
    if (!version.test(current)) {
      throw new JobChangedException();
    }
    owned("DELETE FROM jobs WHERE " + OWNED + " AND id = :id", owner)
        .param("id", id)
        .update();
  }

  private JdbcClient.StatementSpec owned(String sql, Owner owner) {
    return jdbc.sql(sql)
        .param("tenant", owner.tenantId())
        .param("application", owner.applicationId());
  }

  private Job read(Owner owner, ResultSet row) throws SQLException {
    return new Job(
        owner,
        row.getString("id"),
        row.getString("template_id"),
        new Schedule(
            row.getString("run_interval"),
            UtcText.parse(row.getString("expires_at")),
            Schedule.State.valueOf(row.getString("schedule_state"))),
        StatusCode.valueOf(row.getString("status_code")),
        json.readValue(row.getString("settings"), new TypeReference<List<Setting>>() {}),
        row.getString("version"));
  }

  /** A filter as SQL with numbered parameters; values never become part of the text. */
  private static final class Condition {
    final String sql;
    private final List<String> values = new ArrayList<>();

    Condition(JobFilter filter) {
      sql = render(filter);
    }

    JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement) {
      for (int i = 0; i < values.size(); i++) {
        statement = statement.param("filter" + i, values.get(i));
      }
      return statement;
    }

    private String render(JobFilter filter) {
      if (filter instanceof JobFilter.Equal equal) {
        values.add(equal.value());
        return column(equal.field()) + " = :filter" + (values.size() - 1);
      }
      if (filter instanceof JobFilter.Or or) {
        return join(or.operands(), " OR ");
      }
      JobFilter.And and = (JobFilter.And) filter;
      return and.operands().isEmpty() ? "1 = 1" : join(and.operands(), " AND ");
    }

    private String join(List<JobFilter> operands, String operator) {
      return operands.stream().map(this::render).collect(Collectors.joining(operator, "(", ")"));
    }

    private static String column(JobFilter.Field field) {
      return switch (field) {
        case TEMPLATE_ID -> "template_id";
        case STATUS_CODE -> "status_code";
        case SCHEDULE_STATE -> "schedule_state";
      };
    }
  }
}
