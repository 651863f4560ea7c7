package io.syncjobs.server.connector.directory;

import io.syncjobs.server.connector.Change;
import io.syncjobs.server.connector.Source;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A tenant's directory, as it is read. */
record DirectorySource(String tenantId, DirectoryReads reads) implements Source {

  @Override
  public long newest() {
    return reads.newest(tenantId);
  }

  @Override
  public long count(long after, long upTo) {
    return reads.count(tenantId, after, upTo);
  }

  @Override
  public List<Change> changes(long after, long upTo, int limit) {
    return reads.changes(tenantId, after, upTo, limit).stream()
        .map(this::withMembers)
        .toList();
  }

  private Change withMembers(Change change) {
    return change.entry() instanceof DirectoryEntry group && group.type().equals(Attributes.GROUP)
        ? new Change(change.number(), new LargeGroup(tenantId, group, reads), change.gone())
        : change;
  }

  @Override
  public Optional<Change> find(String type, String id) {
    return reads
        .find(tenantId, type, id)
        .map(entry -> new Change(entry.change(), entry, entry.gone()));
  }

  @Override
  public List<String> referrers(String id) {
    return reads.referrers(tenantId, id);
  }

  @Override
  public boolean isIn(String id, Collection<String> groups) {
    return groups.contains(id)
        || (!groups.isEmpty() && reads.groups(tenantId, id).stream().anyMatch(groups::contains));
  }
}
