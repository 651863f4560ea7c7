package io.syncjobs.server.connector.directory;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the tenants' directories are kept.
 *
 * @param keepDeleted how long a deleted user can be had back, before it is gone for good; not negative
 */
@ConfigurationProperties("syncjobs.directory")
public record DirectoryProperties(@DefaultValue("P30D") Duration keepDeleted) {

  public DirectoryProperties {
    if (keepDeleted.isNegative()) {
      throw new IllegalArgumentException(
          "syncjobs.directory.keep-deleted has to be a duration such as P30D");
    }
  }
}
