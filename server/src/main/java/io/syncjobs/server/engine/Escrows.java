package io.syncjobs.server.engine;

import io.syncjobs.server.audit.AuditLog;
import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.engine.entry.EntryCounts;
import io.syncjobs.server.engine.entry.EntryKey;
import io.syncjobs.server.engine.entry.KnownEntries;
import io.syncjobs.server.engine.entry.KnownEntry;
import io.syncjobs.server.job.JobKey;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Entries that jobs failed to write and try again, with the reasons from the provisioning log. */
@Component
public class Escrows {

  private final KnownEntries entries;
  private final EntryCounts counts;
  private final AuditLog log;

  Escrows(KnownEntries entries, EntryCounts counts, AuditLog log) {
    this.entries = entries;
    this.counts = counts;
    this.log = log;
  }

  /**
   * An entry in escrow.
   *
   * @param entry the job's knowledge of it
   * @param failure event of its last failure; null if the log no longer has it
   */
  public record Escrow(KnownEntry entry, @Nullable ProvisioningEvent failure) {}

  /** Reads a page of the entries in escrow of a job, ordered by key. */
  public List<Escrow> list(JobKey job, EntryKey after, int limit) {
    List<KnownEntry> page = entries.failed(job, after, limit);
    Map<EntryKey, ProvisioningEvent> failures = log
        .lastFailures(
            job.owner().tenantId(), job.id(), page.stream().map(KnownEntry::id).toList())
        .stream()
        .collect(Collectors.toMap(
            event -> new EntryKey(event.source().id(), event.source().type()),
            event -> event,
            (latest, earlier) -> latest));
    return page.stream()
        .map(entry -> new Escrow(entry, failures.get(EntryKey.of(entry))))
        .toList();
  }

  /** Counts the entries in escrow of a job. */
  public long count(JobKey job) {
    EntryCounts.Counts now = counts.of(job);
    return now.failed() + now.failedByReference();
  }
}
