package io.syncjobs.server.platform.startup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The server's own settings; Boot's stand beside them.
 *
 * @param dataDir the data folder: the SQLite file and the development mode's key and client. Made
 *     at the first start
 * @param templatesDir where the operator's templates are; need not exist
 * @param secretKey the file with the key that secrets are encrypted with. Made at the first start
 * @param privateTargets whether targets may have loopback, private or link-local addresses
 * @param targetTimeout the longest that a job waits for a target's answer, more than nothing
 * @param operatorAddresses IP addresses and networks in CIDR notation, from which figures of the
 *     server may be read without a token. Requests that a proxy passes on don't count
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
      throw new IllegalArgumentException("syncjobs.target-timeout has to be more than nothing");
    }
    operatorAddresses = List.copyOf(operatorAddresses);
  }

  private static void require(@Nullable Path path, String name) {
    if (path == null || path.toString().isEmpty()) {
      throw new IllegalArgumentException("syncjobs." + name + " has to be a path");
    }
  }
}
