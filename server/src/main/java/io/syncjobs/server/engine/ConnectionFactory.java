package io.syncjobs.server.engine;

import io.syncjobs.server.engine.entry.Connection;
import io.syncjobs.server.job.Job;

/** Opens the source and the target of a job. Safe for use by many threads. */
interface ConnectionFactory {

  /**
   * Opens source, target and mapping of a job.
   *
   * @throws io.syncjobs.server.connector.TargetException if its credentials are missing or unusable
   * @throws io.syncjobs.server.mapping.expression.value.ExpressionException if its schema has an invalid expression
   */
  Connection open(Job job);
}
