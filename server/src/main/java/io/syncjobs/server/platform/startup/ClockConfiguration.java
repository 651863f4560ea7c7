package io.syncjobs.server.platform.startup;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.IdGenerator;
import org.springframework.util.JdkIdGenerator;

/** Sources of time and of ids. */
@Configuration(proxyBeanMethods = false)
class ClockConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  /** Source of ids that nobody can foresee. */
  @Bean
  IdGenerator randomIds() {
    return new JdkIdGenerator();
  }
}
