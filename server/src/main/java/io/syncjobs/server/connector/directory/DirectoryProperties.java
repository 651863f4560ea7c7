package io.syncjobs.server.connector.directory;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the tenants' directories.
 *
 * @param keepDeleted time in which a deleted user can be restored before it is removed for good; not negative
 */
@ConfigurationProperties("syncjobs.directory")
public record DirectoryProperties(@DefaultValue("P30D") Duration keepDeleted) {

  public DirectoryProperties {
    if (keepDeleted.isNegative()) {
      throw new IllegalArgumentException("syncjobs.directory.keep-deleted is " + keepDeleted
          + " but must not be negative; use a duration such as P30D");
    }
  }
}
