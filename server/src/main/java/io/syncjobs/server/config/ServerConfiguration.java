package io.syncjobs.server.config;

import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.startup.SyncJobsProperties;
import io.syncjobs.server.template.TemplateCatalog;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The things of which a server has one, and that aren't components by themselves. */
@Configuration(proxyBeanMethods = false)
class ServerConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  Contract contract() {
    return Contract.load();
  }

  @Bean
  TemplateCatalog templateCatalog(SyncJobsProperties properties, Contract contract) {
    return TemplateCatalog.read(properties.templatesDir(), contract);
  }
}
