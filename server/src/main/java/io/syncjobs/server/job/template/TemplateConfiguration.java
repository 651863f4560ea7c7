package io.syncjobs.server.job.template;

import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.platform.startup.SyncJobsProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Provides the template catalogue as a bean. */
@Configuration(proxyBeanMethods = false)
class TemplateConfiguration {

  @Bean
  TemplateCatalog templateCatalog(SyncJobsProperties properties, Contract contract) {
    return TemplateCatalog.read(properties.templatesDir(), contract);
  }
}
