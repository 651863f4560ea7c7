package io.syncjobs.server.engine.entry;

import io.syncjobs.server.connector.Source;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.mapping.JobMapping;

/**
 * Everything that a job needs while it runs.
 *
 * @param job the job, as it was when the connection was opened
 * @param mapping mapping of its schema
 * @param options options from its settings and secrets
 * @param source source to read
 * @param target target to write
 * @param defaultDomain the tenant's domain for expressions; empty for none
 */
public record Connection(
    Job job,
    JobMapping mapping,
    JobOptions options,
    Source source,
    Target target,
    String defaultDomain)
    implements AutoCloseable {

  /** Key of the job. */
  public JobKey key() {
    return job.key();
  }

  @Override
  public void close() {
    target.close();
  }
}
