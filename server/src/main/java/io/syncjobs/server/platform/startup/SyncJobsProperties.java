package io.syncjobs.server.platform.startup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The server's own settings, in addition to those of Spring Boot.
 *
 * @param dataDir the data folder with the SQLite file and the development mode's key and client; created at the first start
 * @param templatesDir folder of the operator's templates; need not exist
 * @param secretKey file with the key that encrypts secrets; created at the first start
 * @param privateTargets whether targets may have loopback, private or link-local addresses
 * @param targetTimeout time for which a job waits for a target's answer; more than zero
 * @param operatorAddresses IP addresses and networks in CIDR notation that may read metrics without a token, unless a proxy forwards their request
 */
@ConfigurationProperties("syncjobs")
public record SyncJobsProperties(
    Path dataDir,
    Path templatesDir,
    Path secretKey,
    boolean privateTargets,
    Duration targetTimeout,
    List<String> operatorAddresses) {

  public SyncJobsProperties {
    require(dataDir, "data-dir");
    require(templatesDir, "templates-dir");
    require(secretKey, "secret-key");
    if (targetTimeout.isZero() || targetTimeout.isNegative()) {
      throw new IllegalArgumentException("syncjobs.target-timeout is " + targetTimeout
          + " but must be a duration greater than zero, such as PT30S");
    }
    operatorAddresses = List.copyOf(operatorAddresses);
  }

  private static void require(@Nullable Path path, String name) {
    if (path == null || path.toString().isEmpty()) {
      throw new IllegalArgumentException("syncjobs." + name + " is empty but must be a path");
    }
  }
}
