package io.syncjobs.server.connector.directory;

import io.syncjobs.server.connector.Change;
import io.syncjobs.server.connector.Source;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads a tenant's directory. */
record DirectorySource(String tenantId, DirectoryReader reader) implements Source {

  @Override
  public long newest() {
    return reader.newest(tenantId);
  }

  @Override
  public long count(long after, long upTo) {
    return reader.count(tenantId, after, upTo);
  }

  @Override
  public List<Change> changes(long after, long upTo, int limit) {
    return reader.changes(tenantId, after, upTo, limit).stream()
        .map(this::withLazyMembers)
        .toList();
  }

  private Change withLazyMembers(Change change) {
    return change.entry() instanceof DirectoryEntry group
            && group.type().equals(DirectoryAttributes.GROUP)
        ? new Change(
            change.number(), new GroupWithLazyMembers(tenantId, group, reader), change.gone())
        : change;
  }

  @Override
  public Optional<Change> find(String type, String id) {
    return reader
        .find(tenantId, type, id)
        .map(entry -> new Change(entry.change(), entry, entry.gone()));
  }

  @Override
  public List<String> referrers(String id) {
    return reader.referrers(tenantId, id);
  }

  @Override
  public boolean isIn(String id, Collection<String> groups) {
    return groups.contains(id)
        || (!groups.isEmpty() && reader.groups(tenantId, id).stream().anyMatch(groups::contains));
  }
}
