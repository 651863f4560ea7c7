package io.syncjobs.server.platform.storage;

import org.flywaydb.core.api.FlywayException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Has Boot say that the database can't be used, in place of a stack trace. */
class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<FlywayException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, FlywayException cause) {
    return new FailureAnalysis(
        "The database can't be opened, or its tables can't be brought up to date: "
            + rootCause(cause),
        "See whether spring.datasource.url, .username and .password are right, whether PostgreSQL runs, or whether the server may write to its data folder.",
        cause);
  }

  private static String rootCause(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
