package io.syncjobs.server.platform.storage;

import org.flywaydb.core.api.FlywayException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets Spring Boot report an unusable database instead of printing a stack trace. */
class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<FlywayException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, FlywayException cause) {
    return new FailureAnalysis(
        "The database can't be opened or its tables can't be migrated: " + rootCause(cause),
        "Check spring.datasource.url, .username and .password, and that PostgreSQL runs or, with SQLite, that the server may write to its data folder.",
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
