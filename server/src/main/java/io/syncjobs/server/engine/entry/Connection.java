package io.syncjobs.server.engine.entry;

import io.syncjobs.server.connector.Source;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.mapping.JobMapping;

/**
 * All that a job works with while it runs.
 *
 * @param job as it was when it was opened
 * @param mapping by its schema
 * @param options by its settings and secrets
 * @param source where it reads
 * @param target where it writes
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

  /** Which job it is. */
  public JobKey key() {
    return job.key();
  }

  @Override
  public void close() {
    target.close();
  }
}
