package io.syncjobs.server.connector.upload;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the log of uploads.
 *
 * @param retention time for which the results of an upload can be read; greater than zero
 */
@ConfigurationProperties("syncjobs.upload-log")
record UploadLogProperties(@DefaultValue("P7D") Duration retention) {

  UploadLogProperties {
    if (retention.isZero() || retention.isNegative() || retention.toDays() > 36500) {
      throw new IllegalArgumentException("syncjobs.upload-log.retention is " + retention
          + " but must be a duration such as P7D, greater than zero and at most a hundred years");
    }
  }
}
