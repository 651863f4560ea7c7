package io.syncjobs.server.contract;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Provides the contract as a bean. */
@Configuration(proxyBeanMethods = false)
class ContractConfiguration {

  @Bean
  Contract contract() {
    return Contract.load();
  }
}
