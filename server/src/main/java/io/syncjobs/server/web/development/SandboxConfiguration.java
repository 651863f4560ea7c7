package io.syncjobs.server.web.development;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.syncjobs.server.audit.AuditRetention;
import io.syncjobs.server.connector.directory.Directory;
import io.syncjobs.server.engine.TenantTime;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.platform.TenantClocks;
import io.syncjobs.server.web.development.target.SandboxTargets;
import io.syncjobs.server.web.development.target.ScimServlet;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import tools.jackson.databind.json.JsonMapper;

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
      Directory directory,
      SandboxTargets targets) {
    return new Sandbox(
        new TenantTime(scheduler, jdbc, jobs, clocks, audit, directory),
        new SandboxSeed(directory),
        new TenantTables(jdbc, database),
        jobs,
        clocks,
        targets);
  }

  @Bean
  SandboxTargets sandboxTargets(TenantClocks clocks, DevelopmentTokens tokens) {
    return new SandboxTargets(clocks, tokens.client().clientSecret());
  }

  @Bean
  ServletRegistrationBean<ScimServlet> sandboxScim(SandboxTargets targets, JsonMapper json) {
    return new ServletRegistrationBean<>(new ScimServlet(targets, json), "/sandbox/*");
  }

  /** Leaves the check of tokens to the services, which have tokens of their own. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  SecurityFilterChain sandboxChain() {
    return new DefaultSecurityFilterChain(
        PathPatternRequestMatcher.pathPattern("/sandbox/**"),
        new HeaderWriterFilter(List.of(new XContentTypeOptionsHeaderWriter())));
  }
}
