package io.syncjobs.server.platform.storage;

import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerCustomizer;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.syncjobs.server.platform.startup.DataFolder;
import io.syncjobs.server.platform.startup.SetupException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/**
 * Configures the database: a SQLite file in the data folder, or the PostgreSQL that {@code spring.datasource.url} names.
 */
@Configuration(proxyBeanMethods = false)
@EnableTransactionManagement
@EnableScheduling
class StorageConfiguration {

  static final String URL = "${spring.datasource.url}";
  static final String SQLITE_URL = "jdbc:sqlite:";
  private static final String ON_SQLITE = "'" + URL + "'.startsWith('" + SQLITE_URL + "')";

  /**
   * SQLite allows one writer at a time. A single connection for all writing transactions queues them in the pool, fairly and without errors, rather than
   * at the file's lock. What only reads has connections of its own, since the write-ahead log lets it run beside the writer. {@link GroupCommit} flushes
   * commits and {@link Checkpoints} empties the log.
   */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnExpression(ON_SQLITE)
  static class SqliteConfiguration {

    @Bean(destroyMethod = "close")
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource writer(@Value(URL) String url, DataFolder folder, Migration migration) {
      return pool(
          url,
          migration,
          "writer",
          1,
          "IMMEDIATE",
          "PRAGMA wal_autocheckpoint = " + Checkpoints.MAX_PAGES);
    }

    @Bean(destroyMethod = "close")
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource reader(@Value(URL) String url, DataFolder folder, Migration migration) {
      int size = Runtime.getRuntime().availableProcessors();
      return pool(url, migration, "reader", size, "DEFERRED", "PRAGMA query_only = true");
    }

    @Bean
    Checkpoints checkpoints(HikariDataSource reader) {
      return new Checkpoints(reader);
    }

    @Bean
    @Primary
    ReadersAndWriter dataSource(HikariDataSource writer, HikariDataSource reader) {
      // What a transaction does before its first statement keeps no other from writing.
      return new ReadersAndWriter(reader, new LazyConnectionDataSourceProxy(writer));
    }

    @Bean
    JdbcTransactionManager transactionManager(
        ReadersAndWriter dataSource,
        HikariDataSource reader,
        Checkpoints checkpoints,
        ObjectProvider<MeterRegistry> meters,
        ObjectProvider<TransactionManagerCustomizers> customizers) {
      GroupCommit transactions =
          new GroupCommit(dataSource, () -> log(reader), checkpoints, meters::getObject);
      customizers.ifAvailable(all -> all.customize(transactions));
      return transactions;
    }

    @Bean
    DbSchedulerCustomizer schedulerTables(ReadersAndWriter dataSource) {
      return new SchedulerTables(new SqliteJdbcCustomization(), Optional.of(dataSource.writing()));
    }

    private static Path log(DataSource reader) {
      String file = JdbcClient.create(reader)
          .sql("SELECT file FROM pragma_database_list WHERE name = 'main'")
          .query(String.class)
          .single();
      return Path.of(file + "-wal");
    }

    private static HikariDataSource pool(
        String url,
        Migration migration,
        String name,
        int size,
        String transactionMode,
        String pragma) {
      HikariDataSource pool = new MigratedPool(migration);
      pool.setJdbcUrl(url);
      pool.setDataSource(SqliteConnection.source(url, pool));
      pool.setPoolName(name);
      pool.setMaximumPoolSize(size);
      pool.addDataSourceProperty("journal_mode", "WAL");
      pool.addDataSourceProperty("synchronous", "NORMAL");
      pool.addDataSourceProperty("busy_timeout", "2500");
      pool.addDataSourceProperty("foreign_keys", "true");
      // The driver would read the last generated key after each change; nothing asks for one.
      pool.addDataSourceProperty("jdbc.get_generated_keys", "false");
      pool.addDataSourceProperty("transaction_mode", transactionMode);
      pool.setConnectionInitSql(pragma);
      return pool;
    }
  }

  /**
   * PostgreSQL may be down, hang or become unreachable. A call waits at most 1 s for a connection of the pool and 3 s for each answer. PostgreSQL ends
   * transactions of disconnected nodes, so that their locks don't block other nodes.
   */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnExpression("!" + ON_SQLITE)
  static class PostgresqlConfiguration {

    @Bean(destroyMethod = "close")
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource dataSource(DataSourceProperties properties, Migration migration) {
      String url = properties.getUrl();
      if (url == null || !url.startsWith("jdbc:postgresql:")) {
        // The URL isn't printed, since it may contain a password.
        throw new SetupException(
            "The setting spring.datasource.url is no URL of a PostgreSQL or SQLite database.",
            "Set it to jdbc:postgresql://HOST:PORT/DATABASE, and spring.datasource.username and spring.datasource.password to those of its user. Leave it out for a SQLite file in the data folder.",
            null);
      }
      HikariDataSource pool = new MigratedPool(migration);
      pool.setDriverClassName(properties.determineDriverClassName());
      pool.setJdbcUrl(properties.determineUrl());
      pool.setUsername(properties.determineUsername());
      pool.setPassword(properties.determinePassword());
      pool.setPoolName("postgresql");
      pool.addDataSourceProperty("ApplicationName", "syncjobs");
      pool.addDataSourceProperty("connectTimeout", "1");
      pool.addDataSourceProperty("loginTimeout", "2");
      pool.addDataSourceProperty("socketTimeout", "3");
      pool.addDataSourceProperty("tcpKeepAlive", "true");
      pool.addDataSourceProperty(
          "options",
          "-c lock_timeout=2500 -c statement_timeout=2800 -c idle_in_transaction_session_timeout=10000");
      return pool;
    }

    @Bean
    DbSchedulerCustomizer schedulerTables() {
      return new SchedulerTables(new PostgreSqlJdbcCustomization(false, false), Optional.empty());
    }
  }

  /**
   * The dialect of the scheduler's tables, which the scheduler would otherwise ask of the database while the beans are made.
   *
   * @param dialect what {@code AutodetectJdbcCustomization} would find
   * @param dataSource connections of the scheduler; none for those of the server
   */
  private record SchedulerTables(JdbcCustomization dialect, Optional<DataSource> dataSource)
      implements DbSchedulerCustomizer {
    @Override
    public Optional<JdbcCustomization> jdbcCustomization() {
      return Optional.of(dialect);
    }
  }

  @Bean
  FlywayConfigurationCustomizer tables(@Value("#{" + ON_SQLITE + "}") boolean sqlite) {
    return flyway -> {
      if (sqlite) {
        SqliteTables.describe(flyway);
      } else {
        flyway.placeholders(Map.of("bytewise", "\"C\""));
      }
    };
  }
}
