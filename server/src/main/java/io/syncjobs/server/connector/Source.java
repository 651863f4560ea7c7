package io.syncjobs.server.connector;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The system that a job reads entries from, bound to one tenant or job. Safe for use by many threads. */
public interface Source {

  /** The number of the last change; 0 if there was none. All later changes get greater numbers. */
  long newest();

  /** Counts entries whose last change has a number greater than {@code after} and at most {@code upTo}. */
  long count(long after, long upTo);

  /** Entries whose last change has a number greater than {@code after} and at most {@code upTo}, ordered by number. */
  List<Change> changes(long after, long upTo, int limit);

  /** The last change of an entry; empty if the entry never existed. */
  Optional<Change> find(String type, String id);

  /** Ids of entries that refer to an entry by any attribute. */
  List<String> referrers(String id);

  /** Tells whether an entry is one of these groups, or a direct member of one. */
  boolean isIn(String id, Collection<String> groups);
}
