package io.syncjobs.server.web.development;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.syncjobs.server.audit.AuditRetention;
import io.syncjobs.server.connector.directory.Directory;
import io.syncjobs.server.engine.TenantTime;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.platform.TenantClocks;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Beans that control tenants in tests. No other server has them, so none can carry out what they do. */
@Configuration(proxyBeanMethods = false)
@Conditional(DevelopmentMode.class)
@ConditionalOnProperty(name = "syncjobs.engine.enabled", matchIfMissing = true)
class SandboxConfiguration {

  @Bean
  Sandbox sandbox(
      Scheduler scheduler,
      JdbcClient jdbc,
      DataSource database,
      JobStore jobs,
      TenantClocks clocks,
      AuditRetention audit,
      Directory directory) {
    return new Sandbox(
        new TenantTime(scheduler, jdbc, jobs, clocks, audit, directory),
        new SandboxSeed(directory),
        new TenantTables(jdbc, database),
        jobs,
        clocks);
  }
}
