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
 * The tenants' directories of users and groups. Attributes are named as in the directory <i>Azure Active Directory</i> of the templates; any other
 * attribute is stored as well. A deleted user is kept for a while with {@code IsSoftDeleted} and restored by setting that to false; a deleted group is
 * removed at once. Each tenant reads and writes only its own directory. Safe for use by many threads.
 */
@Component
public class Directory {

  private static final int BATCH = 100;

  private final DirectoryReader reader;
  private final DirectoryWriter writer;
  private final DirectoryProperties properties;
  private final Clock clock;

  Directory(
      DirectoryReader reader, DirectoryWriter writer, DirectoryProperties properties, Clock clock) {
    this.reader = reader;
    this.writer = writer;
    this.properties = properties;
    this.clock = clock;
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

  /** Removes users for good whose retention time has ended. Several nodes may run this at once. */
  @Scheduled(initialDelay = 1, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
  public void removeExpired() {
    Instant before = clock.instant().minus(properties.keepDeleted());
    List<DirectoryReader.Expired> expired;
    do {
      expired = reader.deletedBefore(before, BATCH);
      expired.forEach(user -> writer.removeDeleted(user.tenantId(), user.id(), before));
    } while (expired.size() == BATCH);
  }
}
