package io.syncjobs.server.job.secret;

import io.syncjobs.server.job.JobKey;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The table of webhooks, encrypted; they are deleted with their job. Safe for use by many threads. */
@Repository
public class WebhookStore {

  private static final String OF_JOB = " FROM webhooks WHERE " + JobKey.CONDITION;

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final SecretKeys keys;

  WebhookStore(JdbcClient jdbc, JsonMapper json, SecretKeys keys) {
    this.jdbc = jdbc;
    this.json = json;
    this.keys = keys;
  }

  /** Finds the webhook of a job. */
  public Optional<Webhook> find(JobKey key) {
    return jdbc.sql("SELECT sealed" + OF_JOB)
        .params(key.parameters())
        .query(String.class)
        .optional()
        .map(stored -> json.readValue(keys.decrypt(key.toString(), stored), Webhook.class));
  }

  /** True if a job has a webhook. */
  public boolean exists(JobKey key) {
    return jdbc.sql("SELECT count(*)" + OF_JOB)
            .params(key.parameters())
            .query(Long.class)
            .single()
        > 0;
  }

  /** Sets the webhook of a job, which must exist. */
  @Transactional
  public void save(JobKey key, Webhook webhook) {
    SecretKeys.Sealed stored = keys.encrypt(key.toString(), json.writeValueAsString(webhook));
    jdbc.sql("""
            INSERT INTO webhooks (tenant_id, application_id, job_id, sealed, key_id)
            VALUES (:tenant, :application, :job, :sealed, :key)
            ON CONFLICT (tenant_id, application_id, job_id)
            DO UPDATE SET sealed = excluded.sealed, key_id = excluded.key_id
            """)
        .params(key.parameters())
        .param("sealed", stored.text())
        .param("key", stored.keyId())
        .update();
  }

  /** Deletes the webhook of a job, and tells whether it had one. */
  @Transactional
  public boolean delete(JobKey key) {
    return jdbc.sql("DELETE" + OF_JOB).params(key.parameters()).update() > 0;
  }
}
