package io.syncjobs.client.spring;

import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.auth.TokenProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of a {@link SynchronizationClient} bean if {@code syncjobs.client.base-url} is set. Its tokens come from a {@link
 * TokenProvider} bean if there is one, otherwise from properties. A client bean of the program replaces it.
 */
@AutoConfiguration
@ConditionalOnProperty("syncjobs.client.base-url")
@EnableConfigurationProperties(SynchronizationClientProperties.class)
public class SynchronizationClientAutoConfiguration {

  /** Called by Spring. */
  public SynchronizationClientAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean({TokenProvider.class, SynchronizationClient.class})
  TokenProvider synchronizationTokenProvider(SynchronizationClientProperties properties) {
    return properties.tokenProvider();
  }

  @Bean
  @ConditionalOnMissingBean
  SynchronizationClient synchronizationClient(
      SynchronizationClientProperties properties, TokenProvider tokens) {
    return SynchronizationClient.builder()
        .baseUrl(properties.baseUrl())
        .tokenProvider(tokens)
        .build();
  }
}
