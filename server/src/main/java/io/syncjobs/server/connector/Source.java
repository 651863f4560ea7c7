package io.syncjobs.server.connector;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Where a job reads entries. Bound to one tenant, and to a job where each has a source of its own. Safe for use by many threads. */
public interface Source {

  /** The number of the last change; 0 if there was none. Nothing comes in later with this number or a lesser one. */
  long newest();

  /** How many entries changed last after one number and not after another. */
  long count(long after, long upTo);

  /** The entries that changed last after one number and not after another, by number, at most some. */
  List<Change> changes(long after, long upTo, int limit);

  /** The last change of an entry; empty if there never was one. */
  Optional<Change> find(String type, String id);

  /** The ids of the entries that refer to an entry, by whatever attribute. */
  List<String> referrers(String id);

  /** Whether an entry is one of these groups, or a direct member of one. */
  boolean isIn(String id, Collection<String> groups);
}
