package io.syncjobs.server.web.api.mapper;

import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.engine.Escrows.Escrow;
import io.syncjobs.server.engine.entry.EntryKey;
import io.syncjobs.server.engine.entry.KnownEntry;
import io.syncjobs.server.web.api.generated.model.SynchronizationEscrow;

/** Maps entries in escrow. */
public final class EscrowMapper {

  private static final char SEPARATOR = '\n';

  private EscrowMapper() {}

  /** Writes an entry in escrow. */
  public static SynchronizationEscrow write(Escrow escrow) {
    KnownEntry entry = escrow.entry();
    ProvisioningEvent failure = escrow.failure();
    return new SynchronizationEscrow()
        .id(entry.id())
        .objectType(entry.type())
        .displayName(
            entry.displayName() != null || failure == null
                ? entry.displayName()
                : failure.source().displayName())
        .countAttempts(entry.failures())
        .nextAttempt(JobMapper.utc(entry.retryAt()))
        .eventId(failure == null ? null : failure.id())
        .error(failure == null ? null : AuditMapper.write(failure.error()));
  }

  /** Writes a key, for a token. */
  public static String writeKey(EntryKey key) {
    return key.type() + SEPARATOR + key.id();
  }

  /** Reads a key that {@link #writeKey} wrote. */
  public static EntryKey readKey(String text) {
    int end = text.indexOf(SEPARATOR);
    return new EntryKey(text.substring(end + 1), text.substring(0, end));
  }
}
