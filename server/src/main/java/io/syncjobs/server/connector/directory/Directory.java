package io.syncjobs.server.connector.directory;

import io.syncjobs.server.connector.Source;
import io.syncjobs.server.connector.Target;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The tenants' directories of users and groups, whose attributes have the names of the directory <i>Azure Active Directory</i> in the templates; any
 * other attribute is kept as well. A deleted user is kept for a while, with {@code IsSoftDeleted}, and can be had back by setting that to false; a
 * deleted group is gone at once. Tenants know nothing of each other. Safe for use by many threads.
 */
@Component
public class Directory {

  private static final int AT_ONCE = 100;

  private final DirectoryReads reads;
  private final DirectoryWrites writes;
  private final DirectoryProperties properties;
  private final Clock clock;

  Directory(
      DirectoryReads reads, DirectoryWrites writes, DirectoryProperties properties, Clock clock) {
    this.reads = reads;
    this.writes = writes;
    this.properties = properties;
    this.clock = clock;
  }

  /** A tenant's directory to read from. Users who are deleted or disabled have {@code IsSoftDeleted}. */
  public Source source(String tenantId) {
    return new DirectorySource(tenantId, reads);
  }

  /**
   * A tenant's directory to write to. What can't be is refused with {@code ENTRY_REFUSED}: a user without userPrincipalName, a group without
   * displayName, a reference to what isn't there. A userPrincipalName that another user has is {@code ENTRY_CONFLICT}.
   */
  public Target target(String tenantId) {
    return new DirectoryTarget(tenantId, reads, writes);
  }

  /** Removes for good what was deleted long ago. Several nodes may do so at once. */
  @Scheduled(initialDelay = 1, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
  public void removeExpired() {
    Instant before = clock.instant().minus(properties.keepDeleted());
    List<DirectoryReads.Expired> expired;
    do {
      expired = reads.deletedBefore(before, AT_ONCE);
      expired.forEach(user -> writes.removeDeleted(user.tenantId(), user.id(), before));
    } while (expired.size() == AT_ONCE);
  }
}
