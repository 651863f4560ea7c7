package io.syncjobs.server.web.monitoring;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Checks that the database can be read, as a request reads it. Boot's own check would need SQLite's only writing connection, and report a busy
 * server as down.
 */
@Component("dbHealthIndicator")
class DatabaseHealth implements HealthIndicator {

  private static final Logger log = LoggerFactory.getLogger(DatabaseHealth.class);

  private final JdbcClient jdbc;
  private final TransactionTemplate reading;

  DatabaseHealth(JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    reading = new TransactionTemplate(transactions);
    reading.setName("DatabaseHealth");
    reading.setReadOnly(true);
  }

  @Override
  public Health health() {
    try {
      reading.execute(transaction ->
          jdbc.sql("SELECT count(*) FROM shared_keys").query(Long.class).single());
      return Health.up().build();
    } catch (DataAccessException | TransactionException e) {
      log.warn("The database can't be read: {}", e.getMessage());
      return Health.down().build();
    }
  }
}
