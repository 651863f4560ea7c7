package io.syncjobs.server.platform.startup;

import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.job.template.TemplateCatalog;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.converter.ObjectToStringHttpMessageConverter;

/** The things of which a server has one, and that aren't components by themselves. */
@Configuration(proxyBeanMethods = false)
class ServerConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  /** Numbers that travel as plain text, and nothing else that does. */
  @Bean
  ObjectToStringHttpMessageConverter plainText() {
    return new ObjectToStringHttpMessageConverter(
        ApplicationConversionService.getSharedInstance()) {
      @Override
      public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
        return false;
      }

      @Override
      public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
        return Number.class.isAssignableFrom(type) && super.canWrite(type, mediaType);
      }
    };
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
