package io.syncjobs.server.mapping;

import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.job.Templates;
import io.syncjobs.server.job.template.Template;
import io.syncjobs.server.platform.Ids;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schemas of jobs. A job has its template's schema until it gets its own. Documents are stored as they were written. Safe for use by many threads.
 */
@Repository
@EnableConfigurationProperties(MappingProperties.class)
public class JobSchemas {

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final JobStore jobs;
  private final Templates templates;
  private final MappingProperties properties;
  private final Ids ids;

  JobSchemas(
      JdbcClient jdbc,
      JsonMapper json,
      JobStore jobs,
      Templates templates,
      MappingProperties properties,
      Ids ids) {
    this.ids = ids;
    this.jdbc = jdbc;
    this.json = json;
    this.jobs = jobs;
    this.templates = templates;
    this.properties = properties;
  }

  /**
   * Reads the schema of a job.
   *
   * @throws io.syncjobs.server.job.JobNotFoundException if there is no such job
   */
  @Transactional(readOnly = true)
  public Schema get(JobKey key) {
    return current(jobs.get(key));
  }

  /** The initial schema of a template's jobs. */
  public Schema ofTemplate(Template template) {
    return split(template.schema());
  }

  /**
   * Replaces a job's schema. The job starts again with an initial cycle.
   *
   * @param version accepts the version of the schema that the caller wants to change
   * @throws io.syncjobs.server.job.JobNotFoundException if there is no such job
   * @throws Refusal if the version isn't accepted, or if no job can run with the schema
   */
  @Transactional
  public Schema replace(JobKey key, Predicate<String> version, JsonNode document) {
    SchemaReferences.requireContent(document);
    Schema replacement = checked(key, document);
    begin(key, version);
    save(key, replacement);
    return replacement;
  }

  /**
   * Changes a job's schema. The job starts again with an initial cycle.
   *
   * @param version accepts the version of the schema that the caller wants to change
   * @param change receives a copy of the document and returns the new one
   * @throws io.syncjobs.server.job.JobNotFoundException if there is no such job
   * @throws Refusal if the version isn't accepted, or if no job can run with the schema
   */
  @Transactional
  public Schema change(JobKey key, Predicate<String> version, UnaryOperator<ObjectNode> change) {
    begin(key, version);
    Schema changed = checked(key, change.apply(get(key).document().deepCopy()));
    save(key, changed);
    return changed;
  }

  /**
   * Checks a schema that the job might get, without storing it.
   *
   * @throws Refusal if no job can run with the schema
   */
  public Schema checked(JobKey key, JsonNode document) {
    SchemaReferences.check(document);
    SchemaExpressions.check(document, properties.defaultDomainOf(key.owner().tenantId()));
    SchemaMappings.check(document);
    return new Schema(
        split(document).document(), ids.next(key.owner().tenantId(), Ids.Kind.VERSION));
  }

  private void save(JobKey key, Schema replacement) {
    of("""
            INSERT INTO schemas (tenant_id, application_id, job_id, document, version)
            VALUES (:tenant, :application, :job, :document, :version)
            ON CONFLICT (tenant_id, application_id, job_id)
            DO UPDATE SET document = excluded.document, version = excluded.version
            """, key)
        .param("document", json.writeValueAsString(replacement.document()))
        .param("version", replacement.version())
        .update();
  }

  /**
   * Resets a job's schema to its template's. The job starts again with an initial cycle.
   *
   * @param version accepts the version of the schema that the caller wants to change
   * @throws io.syncjobs.server.job.JobNotFoundException if there is no such job
   * @throws Refusal if the version isn't accepted
   */
  @Transactional
  public void reset(JobKey key, Predicate<String> version) {
    begin(key, version);
    of("DELETE FROM schemas WHERE " + JobKey.CONDITION, key).update();
  }

  /** Locks the job, checks the version of its schema and resets the job's progress. */
  private void begin(JobKey key, Predicate<String> version) {
    jobs.change(key, job -> {
      if (!version.test(current(job).version())) {
        throw Refusal.versionChanged();
      }
      return job.with(job.progress().withoutWatermark());
    });
  }

  private Schema current(Job job) {
    return of("SELECT document, version FROM schemas WHERE " + JobKey.CONDITION, job.key())
        .query((row, number) -> new Schema(
            (ObjectNode) json.readTree(row.getString("document")), row.getString("version")))
        .optional()
        .or(() -> templates.find(job.owner(), job.templateId()).map(this::ofTemplate))
        .orElseGet(() -> new Schema(json.createObjectNode(), "none"));
  }

  private JdbcClient.StatementSpec of(String sql, JobKey key) {
    return jdbc.sql(sql).params(key.parameters());
  }

  private static Schema split(JsonNode schema) {
    ObjectNode document = schema.asObject().deepCopy();
    document.remove("@odata.context");
    document.remove("id");
    document.remove("provisioningTaskIdentifier");
    String version =
        Optional.ofNullable(document.remove("version")).map(JsonNode::asString).orElse("");
    return new Schema(document, version);
  }
}
