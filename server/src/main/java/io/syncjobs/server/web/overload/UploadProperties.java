package io.syncjobs.server.web.overload;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Rate limits for uploads to a job at one node. The defaults are Graph's.
 *
 * @param requestsPerFiveSeconds average number in five seconds; 0 for no limit
 * @param requestsPerDay average number in 24 hours; 0 for no limit
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
      throw new IllegalArgumentException("syncjobs.upload." + name + " must be 0 or more");
    }
  }
}
