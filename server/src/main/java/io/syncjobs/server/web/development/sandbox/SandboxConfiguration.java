package io.syncjobs.server.web.development.sandbox;

import io.syncjobs.server.connector.directory.Directory;
import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.engine.TenantTasks;
import io.syncjobs.server.engine.TenantTime;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.job.template.TemplateCatalog;
import io.syncjobs.server.mapping.JobSchemas;
import io.syncjobs.server.platform.Ids;
import io.syncjobs.server.platform.TenantClocks;
import io.syncjobs.server.platform.storage.SnapshotTables;
import io.syncjobs.server.platform.storage.TenantTables;
import io.syncjobs.server.web.development.DevelopmentHttps;
import io.syncjobs.server.web.development.DevelopmentMode;
import io.syncjobs.server.web.development.DevelopmentTokens;
import io.syncjobs.server.web.development.target.SandboxTargets;
import io.syncjobs.server.web.development.target.ScimServlet;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** Beans that control tenants in tests. No other server has them, so none can carry out what they do. */
@Configuration(proxyBeanMethods = false)
@Conditional(DevelopmentMode.class)
@ConditionalOnProperty(name = "syncjobs.engine.enabled", matchIfMissing = true)
@Import({
  TenantTime.class,
  TenantTasks.class,
  TenantTables.class,
  SnapshotTables.class,
  Snapshots.class
})
class SandboxConfiguration {

  @Bean
  Sandbox sandbox(
      TenantTime time,
      JobStore jobs,
      TenantClocks clocks,
      Directory directory,
      TransactionOperations transactions,
      Contract contract,
      TemplateCatalog templates,
      JobSchemas schemas,
      SandboxTargets targets,
      Ids ids,
      Snapshots snapshots) {
    SeedCheck check = new SeedCheck(templates.find("scim").orElseThrow().schema());
    return new Sandbox(
        time,
        new SandboxSeed(directory, transactions, check, contract, jobs, schemas),
        jobs,
        clocks,
        targets,
        ids,
        snapshots);
  }

  @Bean
  SandboxTargets sandboxTargets(
      TenantClocks clocks, DevelopmentTokens tokens, DevelopmentHttps https) {
    return new SandboxTargets(clocks, tokens.client().clientSecret(), https.tls());
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
