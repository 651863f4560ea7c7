package io.syncjobs.server.connector.directory;

import io.syncjobs.server.connector.Source;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.platform.TenantClocks;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The tenants' directories of users and groups. Attributes are named as in the directory <i>Azure Active Directory</i> of the templates; any other
 * attribute is stored as well. A deleted user is kept for a while with {@code IsSoftDeleted} and restored by setting that to false; a deleted group is
 * removed at once. Each tenant reads and writes only its own directory. Safe for use by many threads.
 */
@Component
@EnableConfigurationProperties(DirectoryProperties.class)
public class Directory {

  private static final int BATCH = 100;

  private final DirectoryReader reader;
  private final DirectoryWriter writer;
  private final DirectoryProperties properties;
  private final TenantClocks clocks;

  Directory(
      DirectoryReader reader,
      DirectoryWriter writer,
      DirectoryProperties properties,
      TenantClocks clocks) {
    this.reader = reader;
    this.writer = writer;
    this.properties = properties;
    this.clocks = clocks;
  }

  /** A tenant's directory as a source. Users that are deleted or disabled have {@code IsSoftDeleted}. */
  public Source source(String tenantId) {
    return new DirectorySource(tenantId, reader);
  }

  /**
   * A tenant's directory as a target. It refuses a user without userPrincipalName, a group without displayName and a reference to an entry that doesn't
   * exist with {@code ENTRY_REFUSED}, and the userPrincipalName of another user with {@code ENTRY_CONFLICT}.
   */
  public Target target(String tenantId) {
    return new DirectoryTarget(tenantId, reader, writer);
  }

  /** Removes users for good whose retention time has ended by the server's clock. Several nodes may run this at once. */
  @Scheduled(initialDelay = 1, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
  public void removeExpired() {
    Instant before = clocks.server().instant().minus(properties.keepDeleted());
    remove(before, limit -> reader.deletedBefore(before, limit));
  }

  /** Removes users of a tenant for good whose retention time has ended by the tenant's clock. */
  public void removeExpired(String tenantId) {
    Instant before = clocks.of(tenantId).instant().minus(properties.keepDeleted());
    remove(before, limit -> reader.deletedBefore(tenantId, before, limit));
  }

  private void remove(Instant before, IntFunction<List<DirectoryReader.Expired>> next) {
    List<DirectoryReader.Expired> expired;
    do {
      expired = next.apply(BATCH);
      expired.forEach(user -> writer.removeDeleted(user.tenantId(), user.id(), before));
    } while (expired.size() == BATCH);
  }
}
