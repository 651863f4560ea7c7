package io.syncjobs.server.web.overload;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many uploads a job may get at one node. The defaults are Graph's limits.
 *
 * @param requestsPerFiveSeconds in any five seconds on average; 0 for no limit
 * @param requestsPerDay in 24 hours on average; 0 for no limit
 */
@ConfigurationProperties("syncjobs.upload")
record UploadProperties(
    @DefaultValue("40") int requestsPerFiveSeconds,
    @DefaultValue("6000") int requestsPerDay) {

  UploadProperties {
    require(requestsPerFiveSeconds, "requests-per-five-seconds");
    require(requestsPerDay, "requests-per-day");
  }

  private static void require(int requests, String name) {
    if (requests < 0) {
      throw new IllegalArgumentException("syncjobs.upload." + name + " has to be 0 or more");
    }
  }
}
