package io.syncjobs.server.engine;

import io.syncjobs.server.connector.Source;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.directory.Directory;
import io.syncjobs.server.connector.scim.ScimTargets;
import io.syncjobs.server.connector.scim.Turns;
import io.syncjobs.server.connector.upload.UploadedRecords;
import io.syncjobs.server.engine.entry.Connection;
import io.syncjobs.server.engine.entry.JobOptions;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.Templates;
import io.syncjobs.server.job.secret.SecretSet;
import io.syncjobs.server.job.secret.SecretStore;
import io.syncjobs.server.mapping.JobMapping;
import io.syncjobs.server.mapping.JobSchemas;
import io.syncjobs.server.mapping.MappingProperties;
import io.syncjobs.server.mapping.Schema;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Opens the source and the target of a job. Safe for use by many threads. */
@Component
@EnableConfigurationProperties(EngineProperties.class)
public class Connections implements ConnectionFactory {

  private final Templates templates;
  private final JobSchemas schemas;
  private final SecretStore secrets;
  private final Directory directory;
  private final UploadedRecords uploads;
  private final ScimTargets scim;
  private final EngineProperties properties;
  private final MappingProperties mappingProperties;
  private final TargetPace pace;
  private final EngineThreads threads;
  private final Clock clock;

  Connections(
      Templates templates,
      JobSchemas schemas,
      SecretStore secrets,
      Directory directory,
      UploadedRecords uploads,
      ScimTargets scim,
      EngineProperties properties,
      MappingProperties mappingProperties,
      TargetPace pace,
      EngineThreads threads,
      Clock clock) {
    this.templates = templates;
    this.schemas = schemas;
    this.secrets = secrets;
    this.directory = directory;
    this.uploads = uploads;
    this.scim = scim;
    this.properties = properties;
    this.mappingProperties = mappingProperties;
    this.pace = pace;
    this.threads = threads;
    this.clock = clock;
  }

  /** True for a job whose source is the records that callers upload. */
  public boolean isApiDriven(Job job) {
    return templates.isApiDriven(job.owner(), job.templateId());
  }

  /** Source of a job. */
  public Source source(Job job) {
    return isApiDriven(job)
        ? uploads.source(job.key())
        : directory.source(job.owner().tenantId());
  }

  /**
   * Opens source, target and mapping of a job.
   *
   * @throws io.syncjobs.server.connector.TargetException if its credentials are missing or unusable
   * @throws io.syncjobs.server.mapping.expression.value.ExpressionException if its schema has an invalid expression
   */
  @Override
  public Connection open(Job job) {
    return open(job, schemas.get(job.key()));
  }

  /**
   * Opens source and target of a job with a given schema.
   *
   * @throws io.syncjobs.server.connector.TargetException if its credentials are missing or unusable
   * @throws io.syncjobs.server.mapping.expression.value.ExpressionException if the schema has an invalid expression
   */
  Connection open(Job job, Schema schema) {
    SecretSet credentials = secrets.find(job.owner());
    JobMapping mapping = JobMapping.of(schema.document());
    JobOptions options = JobOptions.of(
        job, credentials, properties.deleteThreshold(), properties.targetRequestsPerSecond());
    Target target = isApiDriven(job)
        ? directory.target(job.owner().tenantId())
        : scim.open(job.key(), credentials, turns(job, options.requestsPerSecond()));
    return new Connection(
        job,
        mapping,
        options,
        source(job),
        target,
        mappingProperties.defaultDomainOf(job.owner().tenantId()));
  }

  private Turns turns(Job job, int perSecond) {
    return perSecond == 0
        ? Turns.UNLIMITED
        : new PacedTurns(pace, job.key(), perSecond, threads, clock);
  }
}
